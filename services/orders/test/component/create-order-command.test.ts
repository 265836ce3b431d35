import { type KafkaClient, kafkaClient, type Part, type Requester, requester, responder } from '@spillway/chassis';
import { createTopics, testKafka, uniqueName } from '@spillway/chassis/testing';
import { CreateOrder } from '@spillway/contracts';
import { createOrder } from '../../src/commands/create-order';
import { orderAccepting } from '../../src/orders/accept';
import { orderPlacing } from '../../src/orders/place';
import { type Orders, place, startOrders } from '../support/orders';

const fail = (error: Error) => {
  throw error;
};
const order = {
  userId: 'u-1',
  items: [{ productId: 'p-1', name: 'Pen', unitPrice: 1999, quantity: 2 }],
  total: { amount: 3998, currency: 'EUR' },
};

// Topics of this file alone: what is asked here is nobody else's to carry out.
const command = { ...CreateOrder, topic: uniqueName('order-commands') };
const replyTopic = uniqueName('replies');
let orders: Orders;
let ask: Requester;
const parts: Part[] = [];

beforeAll(async () => {
  orders = await startOrders();
  const group = uniqueName('orders-commands');
  await createTopics([command.topic, replyTopic], { partitions: 1 });
  await createTopics([`${command.topic}-${group}-dlq`], { partitions: 1 });
  const kafka: KafkaClient = kafkaClient(testKafka());
  const accept = orderAccepting(orderPlacing({ db: orders.db, relay: { wake: () => undefined } }));
  const answers = [{ ...createOrder(accept), command }];
  ask = requester({ kafka, replyTopic });
  parts.push(kafka, responder({ kafka, group, answers, replyTopics: [replyTopic] }), ask);
  for (const part of parts) await part.start?.(fail);
});
afterAll(async () => {
  for (const part of parts.toReversed()) await part.stop?.();
  await orders?.stop();
});

it('places the order and answers with its id', async () => {
  const { success, orderId } = await ask.send(command, order);
  expect(success).toBe(true);
  const { body } = await orders.call('GET', `/orders/${orderId}`);
  expect(body).toMatchObject({ userId: 'u-1', totalAmount: 39.98, items: [{ productId: 'p-1', price: 19.99 }] });
});

it('is the same order as often as it is asked for under one key, and another order is refused', async () => {
  const key = uniqueName('key');
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask.send(command, order, { key })));
  expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1);
  const one = { productId: 'p-1', unitPrice: 1999, quantity: 1 };
  const other = { ...order, items: [one], total: { amount: 1999, currency: 'EUR' } };
  await expect(ask.send(command, other, { key })).rejects.toMatchObject({
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

it('is the order of the first time when prices have changed since', async () => {
  const key = uniqueName('key');
  const first = await ask.send(command, order, { key });
  const dearer = order.items.map((item) => ({ ...item, unitPrice: 2999 }));
  const again = await ask.send(command, { ...order, items: dearer, total: { amount: 5998, currency: 'EUR' } }, { key });
  expect(again).toEqual(first);
  expect(again.total.amount).toBe(3998);
});

it('refuses a total that is not the sum, and a currency that is none', async () => {
  const refused = (total: { amount: number; currency: string }) =>
    expect(ask.send(command, { ...order, total })).rejects;
  await refused({ amount: 3999, currency: 'EUR' }).toMatchObject({ status: 422, code: 'INVALID_ORDER' });
  await refused({ amount: 3998, currency: 'XXQ' }).toMatchObject({ errors: [{ pointer: '/total/currency' }] });
});

it('has a key of its own for each user: the same key of another one is another order', async () => {
  const key = uniqueName('key');
  const [one, two] = await Promise.all(
    ['u-1', 'u-2'].map((userId) => ask.send(command, { ...order, userId }, { key })),
  );
  expect(one?.orderId).not.toBe(two?.orderId);
  expect(await place(orders)).not.toBe(one?.orderId);
});
