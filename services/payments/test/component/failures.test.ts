import { Permanent, redrive } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { toMessage, topics } from '@spillway/contracts';
import type { PaymentProvider } from '../../src/provider';
import { orderEvents } from '../support/order-events';
import { type ProviderDouble, providerDouble } from '../support/provider-double';
import { type PaymentsSystem, paymentsSystem } from '../support/service';

let system: PaymentsSystem;
beforeEach(async () => {
  // A call that nobody ends is given up after 5 s, which also bounds how long a rebalance waits for it.
  system = await paymentsSystem({ KAFKA_PROCESSING_TIMEOUT: '5000' });
});
afterEach(() => system?.stop(), 60_000);

/** The double, with another behaviour for one order; orders that other tests have left in the topic are no business of ours. */
function except(
  { provider }: ProviderDouble,
  orderId: string,
  authorize: PaymentProvider['authorize'],
): PaymentProvider {
  return {
    ...provider,
    authorize: (request, signal) => (request.orderId === orderId ? authorize : provider.authorize)(request, signal),
  };
}

it('waits for a provider that is down, dead-letters nothing, and goes on when it is back', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const created = order.created();
  let asked = 0;
  const counted = except(double, order.orderId, (request) => {
    asked++;
    return double.provider.authorize(request);
  });
  const deadLetters = await system.readDeadLetters(order.orderId);
  const { readiness } = await system.start(counted);
  double.goDown();
  await system.publish(created);
  await eventually(() => asked >= 4); // more than the tries that a failure of unknown kind gets
  expect((await readiness()).ready).toBe(true);

  double.comeBack();
  await system.processed(created);
  expect(double.holdsOf(order.orderId)).toEqual(['held']);
  expect(deadLetters()).toEqual([]);
});

it('sends an invalid event to the dead letters, and the partition goes on', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const deadLetters = await system.readDeadLetters(order.orderId);
  await system.start(double.provider);
  const [{ headers }, created] = [toMessage(order.created()), order.created()];
  await system.publishRaw(order.orderId, '{"orderId":1}', headers);
  await system.publishRaw(order.orderId, 'no json', headers);
  await system.publish(created);

  await system.processed(created);
  expect(await system.statusOf(order.orderId)).toBe('authorized');
  await eventually(() => deadLetters().length === 2);
  expect(deadLetters().map(({ value }) => value)).toEqual(['{"orderId":1}', 'no json']);
  for (const letter of deadLetters()) expect(Object.values(letter.headers)).toContain('invalid-event');
});

it('holds once when the process dies between the provider’s answer and its record', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const created = order.created();
  let answered = false;
  const dying = except(double, order.orderId, async (request, signal) => {
    await double.provider.authorize(request);
    answered = true;
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  });
  const first = await system.start(dying);
  await system.publish(created);
  await eventually(() => answered);
  await first.stop();
  expect(await system.statusOf(order.orderId)).toBeUndefined();

  await system.start(double.provider);
  await system.processed(created);
  expect(double.holdsOf(order.orderId)).toEqual(['held']);
  expect(double.calls.filter(({ key }) => key === created.id)).toHaveLength(2);
  expect(await system.toldOf(order.orderId)).toEqual(['PaymentAuthorized']);
});

it('never authorizes an order that was dead-lettered and comes back after its cancellation', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const [created, cancelled] = [order.created(), order.cancelled()];
  let refuse = true;
  const refusing = except(double, order.orderId, async (request) => {
    if (refuse) throw new Permanent('provider-refused', 'not this one');
    return double.provider.authorize(request);
  });
  const deadLetters = await system.readDeadLetters(order.orderId);
  await system.start(refusing);
  await system.publish(created, cancelled);
  await system.processed(cancelled);
  await eventually(() => deadLetters().length === 1);

  refuse = false;
  await redrive(system.kafka, { topic: topics.orders.name, group: system.group });
  await system.processed(created);
  expect(await system.statusOf(order.orderId)).toBe('cancelled');
  expect(double.holdsOf(order.orderId)).toEqual([]);
});

it('gives the hold back of an order whose record failed and that was cancelled meanwhile', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const [created, cancelled] = [order.created(), order.cancelled()];
  const deadLetters = await system.readDeadLetters(order.orderId);
  await system.start(double.provider);
  const notThis = `ALTER TABLE payments ADD CONSTRAINT not_this CHECK (order_id <> '${order.orderId}') NOT VALID`;
  await system.db.query(notThis);
  await system.publish(created);
  await eventually(() => deadLetters().length === 1);
  expect(double.holdsOf(order.orderId)).toEqual(['held']);
  await system.db.query('ALTER TABLE payments DROP CONSTRAINT not_this');

  await system.publish(cancelled);
  await system.processed(cancelled);
  expect(double.holdsOf(order.orderId)).toEqual(['voided']);

  await redrive(system.kafka, { topic: topics.orders.name, group: system.group });
  await system.processed(created);
  expect(await system.statusOf(order.orderId)).toBe('cancelled');
  expect(double.holdsOf(order.orderId)).toEqual(['voided']);
  expect(deadLetters()).toHaveLength(1);
});

it('records once when a member that has lost its partitions finishes later what it had begun', async () => {
  const double = providerDouble();
  const order = orderEvents();
  const [created, confirmed] = [order.created(), order.confirmed()];
  const gate = Promise.withResolvers<void>();
  let reached = false;
  let finished = false;
  const deaf = except(double, order.orderId, async (request) => {
    reached = true;
    await gate.promise; // whatever the signal says
    const answer = await double.provider.authorize(request);
    finished = true;
    return answer;
  });
  const zombie = await system.start(deaf);
  await system.publish(created, confirmed);
  await eventually(() => reached);

  await system.start(double.provider);
  await zombie.stop(); // leaves the group with its call still under way
  await system.processed(created, confirmed);
  gate.resolve();
  await eventually(() => finished);
  expect(double.calls.filter(({ key }) => key === created.id)).toHaveLength(2);
  expect(double.holdsOf(order.orderId)).toEqual(['taken']);
  expect(await system.toldOf(order.orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
});
