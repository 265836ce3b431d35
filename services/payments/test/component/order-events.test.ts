import { eventually } from '@spillway/chassis/testing';
import { orderEvents } from '../support/order-events';
import { providerDouble } from '../support/provider-double';
import { type PaymentsSystem, paymentsSystem } from '../support/service';

const refused = new Set<string>();
const double = providerDouble({ declines: (orderId) => refused.has(orderId) });
let system: PaymentsSystem;

beforeAll(async () => {
  system = await paymentsSystem();
  await system.start(double.provider);
});
afterAll(() => system?.stop());

const callsFor = (key: string) => double.calls.filter((call) => call.key === key);

it('holds the total of a new order and tells so, in the trace and the key of the order', async () => {
  const messages = await system.read();
  const order = orderEvents();
  const created = order.created();
  await system.publish(created);

  const message = await eventually(() => messages.find(({ key }) => key === order.orderId));
  expect(message.headers).toMatchObject({
    ce_type: 'PaymentAuthorized',
    ce_source: '/payments',
    causationid: created.id,
    correlationid: created.correlationid,
  });
  expect(JSON.parse(message.value ?? '')).toMatchObject({
    orderId: order.orderId,
    userId: 'user-1',
    amount: { amount: 1999, currency: 'EUR' },
    provider: 'double',
  });
  expect(await system.statusOf(order.orderId)).toBe('authorized');
});

it('charges once although the event comes twice', async () => {
  const order = orderEvents();
  const [created, confirmed] = [order.created(), order.confirmed()];
  await system.publish(created, created);
  await system.processed(created);
  await system.publish(created, confirmed);
  await system.processed(confirmed);

  expect(callsFor(created.id)).toHaveLength(1);
  expect(double.holdsOf(order.orderId)).toEqual(['taken']);
  expect(await system.toldOf(order.orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
});

it('tells of a declined payment, and holds nothing', async () => {
  const order = orderEvents();
  refused.add(order.orderId);
  const created = order.created();
  await system.publish(created);
  await system.processed(created);

  expect(await system.statusOf(order.orderId)).toBe('declined');
  expect(await system.toldOf(order.orderId)).toEqual(['PaymentDeclined']);
  expect(double.holdsOf(order.orderId)).toEqual([]);
});

it.each([
  ['captures when the order is confirmed', ['confirmed'], 'captured', 'taken', ['PaymentCaptured']],
  ['voids when the order is cancelled', ['cancelled'], 'voided', 'voided', ['PaymentVoided']],
  [
    'refunds when it is cancelled after that',
    ['confirmed', 'cancelled'],
    'refunded',
    'refunded',
    ['PaymentCaptured', 'PaymentRefunded'],
  ],
] as const)('%s', async (_, then, status, hold, told) => {
  const order = orderEvents();
  const events = [order.created(), ...then.map((what) => order[what]())];
  await system.publish(...events); // all at once: the runtime keeps the order within a key
  await system.processed(...events);

  expect(await system.statusOf(order.orderId)).toBe(status);
  expect(double.holdsOf(order.orderId)).toEqual([hold]);
  expect(await system.toldOf(order.orderId)).toEqual(['PaymentAuthorized', ...told]);
});

it('never authorizes an order whose cancellation came first', async () => {
  const order = orderEvents();
  const [cancelled, created] = [order.cancelled(), order.created()];
  await system.publish(cancelled, created);
  await system.processed(cancelled, created);

  expect(await system.statusOf(order.orderId)).toBe('cancelled');
  expect(double.holdsOf(order.orderId)).toEqual([]);
  expect(await system.toldOf(order.orderId)).toEqual([]);
});

it('does not care for events that are not its business', async () => {
  const order = orderEvents();
  const created = order.created();
  await system.publish({ ...created, type: 'OrderPraised' }, created);
  await system.processed(created);
  expect(await system.statusOf(order.orderId)).toBe('authorized');
});
