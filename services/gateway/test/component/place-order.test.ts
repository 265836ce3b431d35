import { answer, type KafkaClient, kafkaClient, type Part, Problem, responder } from '@spillway/chassis';
import { createTopics, eventually, testKafka, uniqueName } from '@spillway/chassis/testing';
import { type CommandData, CreateOrder, QuoteProducts } from '@spillway/contracts';
import { type Gateway, orderId, startGateway } from '../support/gateway';

const fail = (error: Error) => {
  throw error;
};
const mug = { productId: 'prod-1', name: 'Enamel mug', unitPrice: 1250, quantity: 2 };
const created: CommandData<typeof CreateOrder>[] = [];
const keys: (string | undefined)[] = [];
let isSold = true;

let gateway: Gateway;
let kafka: KafkaClient;
const parts: Part[] = [];
let as: string;
beforeAll(async () => {
  gateway = await startGateway();
  as = await gateway.token('ada');
  kafka = kafkaClient(testKafka());
  const group = uniqueName('doubles');
  await createTopics(
    [CreateOrder, QuoteProducts].map(({ topic }) => `${topic}-${group}-dlq`),
    { partitions: 1 },
  );
  const answers = [
    answer(QuoteProducts, async () => {
      if (isSold) return { items: [mug], total: { amount: 2500, currency: 'EUR' } };
      throw new Problem(422, 'PRODUCT_NOT_SOLD', 'It is not sold.', {
        errors: [{ pointer: '/items/0', detail: 'is not sold' }],
      });
    }),
    answer(CreateOrder, async (data, { key }) => {
      created.push(data);
      keys.push(key);
      return { success: true as const, orderId, total: data.total };
    }),
  ];
  parts.push(kafka, responder({ kafka, group, answers, replyTopics: ['gateway-replies'] }));
  for (const part of parts) await part.start?.(fail);
  await eventually(async () => (await place()).status === 201);
});
afterAll(async () => {
  for (const part of parts.toReversed()) await part.stop?.();
  await gateway?.stop();
});
beforeEach(() => {
  created.length = 0;
  keys.length = 0;
  isSold = true;
});

const place = (headers: Record<string, string> = {}) =>
  gateway.call('POST', '/orders', { as, headers, body: { items: [{ productId: 'prod-1', quantity: 2 }] } });

it('takes prices from the catalogue and the customer from the token', async () => {
  const { status, headers, body } = await place();
  expect({ status, location: headers.get('location'), body }).toEqual({
    status: 201,
    location: `/orders/${orderId}`,
    body: { success: true, orderId, status: 'pending', totalAmount: 25, currency: 'EUR' },
  });
  expect(created).toEqual([{ userId: 'ada', items: [mug], total: { amount: 2500, currency: 'EUR' } }]);
});

it('hands the client’s key on, and refuses one that is none', async () => {
  await place({ 'idempotency-key': 'my-key' });
  expect(keys).toEqual(['my-key']);
  expect((await place({ 'idempotency-key': 'x'.repeat(300) })).body.code).toBe('INVALID_IDEMPOTENCY_KEY');
});

it('says which product cannot be had, and orders nothing', async () => {
  isSold = false;
  const { status, body } = await place();
  expect({ status, code: body.code, errors: body.errors }).toEqual({
    status: 422,
    code: 'PRODUCT_NOT_SOLD',
    errors: [{ pointer: '/items/0', detail: 'is not sold' }],
  });
  expect(created).toEqual([]);
});
