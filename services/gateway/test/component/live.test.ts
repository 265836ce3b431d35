import { type KafkaClient, kafkaClient } from '@spillway/chassis';
import { eventually, listen, testKafka } from '@spillway/chassis/testing';
import { type Event, newId, OrderCancelled, OrderConfirmed, OrderShipped, toMessage } from '@spillway/contracts';
import { type Gateway, orderOf, startGateway } from '../support/gateway';

const total = { amount: 2500, currency: 'EUR' };
const confirmed = (orderId: string) =>
  OrderConfirmed.create({ subject: orderId, data: { orderId, userId: 'ada', total, paymentId: newId() } });
const shipped = (orderId: string) => OrderShipped.create({ subject: orderId, data: { orderId, userId: 'ada', total } });
const cancelled = (orderId: string) =>
  OrderCancelled.create({ subject: orderId, data: { orderId, userId: 'ada', total, reason: 'requested' } });

let gateway: Gateway;
let kafka: KafkaClient;
/** What orders has in its events table, by order. */
const histories = new Map<string, Event[]>();
beforeAll(async () => {
  kafka = kafkaClient(testKafka());
  await kafka.start?.((error) => {
    throw error;
  });
});
afterAll(() => kafka?.stop?.());

async function start(settings: Record<string, string> = {}) {
  gateway = await startGateway(settings);
  gateway.targets.behave('orders', ({ path }) => {
    const [, , id = '', history] = path.split('/');
    if (history === 'history') return { body: { orderId: id, events: histories.get(id) ?? [] } };
    return { body: { ...orderOf('ada'), orderId: id } };
  });
}
afterEach(() => gateway?.stop());

/** As the service orders does it: first its own table, then the topic. */
async function happens(event: Event): Promise<Event> {
  histories.set(event.subject, [...(histories.get(event.subject) ?? []), event]);
  await kafka.publish([{ topic: event.topic, ...toMessage(event) }]);
  return event;
}

const follow = async (orderId: string, headers: Record<string, string> = {}) =>
  listen(`${gateway.url}/orders/${orderId}/events`, {
    authorization: `Bearer ${await gateway.token('ada')}`,
    ...headers,
  });

it('tells what has happened, then what happens, each once and in order, and ends with the last', async () => {
  await start();
  const orderId = newId();
  const first = await happens(confirmed(orderId));
  const listener = await follow(orderId);
  expect(listener.headers.get('content-type')).toBe('text/event-stream');
  const second = await happens(shipped(orderId));
  await happens(confirmed(newId())); // somebody else's
  await eventually(() => listener.heard.length === 2);
  expect(listener.heard).toEqual([
    { id: first.id, event: 'OrderConfirmed', data: { orderId, time: first.time, type: 'OrderConfirmed' } },
    { id: second.id, event: 'OrderShipped', data: { orderId, time: second.time, type: 'OrderShipped' } },
  ]);
  const end = await happens(cancelled(orderId));
  await listener.ended;
  expect(listener.heard.at(-1)).toMatchObject({ id: end.id, data: { reason: 'requested' } });
});

it('goes on after the event a listener names, also at another process', async () => {
  await start();
  const orderId = newId();
  const heardBefore = await happens(confirmed(orderId));
  await gateway.stop();
  const missed = await happens(shipped(orderId));
  await start();
  const listener = await follow(orderId, { 'last-event-id': heardBefore.id });
  await eventually(() => listener.heard.length > 0);
  expect(listener.heard.map(({ id }) => id)).toEqual([missed.id]);
  listener.leave();
});

it('tells who has heard everything not to come back', async () => {
  await start();
  const orderId = newId();
  const end = await happens(cancelled(orderId));
  expect((await follow(orderId, { 'last-event-id': end.id })).status).toBe(204);
});

it('loses nothing that happens while history is being asked for', async () => {
  await start();
  const orderId = newId();
  const answers = Promise.withResolvers<void>();
  let asked = 0;
  gateway.targets.behave('orders', async ({ path }) => {
    if (!path.endsWith('/history')) return { body: { ...orderOf('ada'), orderId } };
    const events = histories.get(orderId) ?? [];
    if (asked++ === 0) await answers.promise; // only the first has to wait, for an answer from before the event
    return { body: { orderId, events } };
  });
  const waiting = follow(orderId);
  await eventually(() => asked === 1);
  const other = await follow(orderId);
  const event = await happens(confirmed(orderId));
  await eventually(() => other.heard.length === 1); // so this process has been told, and will not be again
  answers.resolve();
  const listener = await waiting;
  await eventually(() => listener.heard.length > 0);
  expect(listener.heard.map(({ id }) => id)).toEqual([event.id]);
  listener.leave();
  other.leave();
});

it('gives signs of life, ends with the token, and forgets who has gone', async () => {
  await start({ LIVE_HEARTBEAT_MS: '50' });
  const token = await gateway.token('ada', { expiresIn: 3 });
  const listener = await listen(`${gateway.url}/orders/${newId()}/events`, { authorization: `Bearer ${token}` });
  await eventually(() => listener.beats() > 2);
  await listener.ended;
  await eventually(async () =>
    (await (await fetch(`${gateway.url}/metrics`)).text()).includes('gateway_live_listeners 0'),
  );
});

const batches = (count: number, size: number) => Array.from({ length: count / size }, () => size);

it('serves thousands, refuses one more than it may, and lets all go when it stops', async () => {
  const many = 3_000;
  await start({
    LIVE_MAX_LISTENERS: String(many),
    RATE_LIMIT_READS_PER_MINUTE: '100000',
    RATE_LIMIT_ADDRESS_PER_MINUTE: '100000',
  });
  const orderId = newId();
  const all: Awaited<ReturnType<typeof follow>>[] = [];
  // Not all at once: each asks orders two questions, and the gateway asks it no more than 200 at a time.
  for (const size of batches(many, 100))
    all.push(...(await Promise.all(Array.from({ length: size }, () => follow(orderId)))));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 200));
  expect((await follow(orderId)).status).toBe(503);
  const event = await happens(confirmed(orderId));
  await eventually(() => all.every(({ heard }) => heard.length === 1 && heard[0]?.id === event.id));
  await gateway.app.stop('the test is over');
  await Promise.all(all.map(({ ended }) => ended));
}, 60_000);
