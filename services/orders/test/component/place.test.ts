import { type Collector, collect, eventually } from '@spillway/chassis/testing';
import { topics } from '@spillway/contracts';
import { body, type Orders, startOrders } from '../support/orders';

let orders: Orders;
let published: Collector;
beforeAll(async () => {
  orders = await startOrders();
  published = await collect(topics.orders.name);
});
afterAll(async () => {
  await published?.stop();
  await orders?.stop();
});

const post = (content: unknown, headers?: Record<string, string>) =>
  orders.call<{ orderId: string; code?: string }>('POST', '/orders', content, headers);
const countOf = async (userId: string) => {
  const [row] = await orders.db.query<{ orders: number; events: number }>(
    `SELECT (SELECT count(*)::int FROM orders WHERE user_id = $1) AS orders,
            (SELECT count(*)::int FROM events WHERE data->>'userId' = $1) AS events`,
    [userId],
  );
  return row;
};
const items = body().items;

describe('an order', () => {
  it('is accepted, can be fetched where Location says, and its event is published', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { status, headers, body: answer } = await post(body(), { 'x-request-id': 'story-1', traceparent });
    expect(status).toBe(201);
    expect(answer).toEqual({
      success: true,
      orderId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      status: 'pending',
      totalAmount: 39.98,
      currency: 'EUR',
      createdAt: expect.stringMatching(/Z$/) as string,
    });
    expect(headers.get('location')).toBe(`/orders/${answer.orderId}`);

    const { body: shown } = await orders.call('GET', `/orders/${answer.orderId}`);
    expect(shown).toMatchObject({ orderId: answer.orderId, status: 'pending', totalAmount: 39.98, version: 1 });

    const message = await eventually(() => published.messages.find(({ key }) => key === answer.orderId));
    expect(message.headers).toMatchObject({
      ce_type: 'OrderCreated',
      ce_source: '/orders',
      ce_subject: answer.orderId,
      correlationid: 'story-1',
    });
    expect(message.headers.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(JSON.parse(message.value ?? '')).toEqual({
      orderId: answer.orderId,
      userId: 'u-1',
      items: [{ productId: 'p-1', name: 'Pen', unitPrice: 1999, quantity: 2 }],
      total: { amount: 3998, currency: 'EUR' },
      createdAt: shown.createdAt,
    });
  });

  it('may come in the form with products', async () => {
    const products = [
      { id: 'p-1', name: 'Pen', price: 0.1, quantity: 1 },
      { id: 'p-2', name: 'Ink', price: 0.2, quantity: 1 },
    ];
    const { status, body: answer } = await post({ userId: 'u-1', products, totalAmount: 0.3 });
    expect(status).toBe(201);
    const { body: shown } = await orders.call('GET', `/orders/${answer.orderId}`);
    expect(shown.items).toEqual([
      { productId: 'p-1', name: 'Pen', price: 0.1, quantity: 1 },
      { productId: 'p-2', name: 'Ink', price: 0.2, quantity: 1 },
    ]);
  });

  it('may be in a currency with other decimals, and hold what we do not know', async () => {
    const content = {
      userId: 'ü 😀',
      currency: 'BHD',
      items: [{ productId: 'p', price: 1.234, quantity: 3, x: 1 }],
      y: 2,
    };
    const { status, body: answer } = await post(content);
    expect(status).toBe(201);
    expect(answer).toMatchObject({ totalAmount: 3.702, currency: 'BHD' });
    const { body: shown } = await orders.call('GET', `/orders/${answer.orderId}`);
    expect(shown).toMatchObject({ userId: 'ü 😀', items: [{ productId: 'p', price: 1.234, quantity: 3 }] });
  });
});

describe('refused is', () => {
  const one = items[0];
  it.each<[string, unknown, number, string]>([
    ['no JSON', '{', 400, ''],
    ['no body', undefined, 415, ''],
    ['a list', [], 422, ''],
    ['no user', { items }, 422, '/userId'],
    ['an empty user', body({ userId: '' }), 422, '/userId'],
    ['a long user', body({ userId: 'x'.repeat(256) }), 422, '/userId'],
    ['text with NUL', body({ userId: 'a\u0000b' }), 422, '/userId'],
    ['half a surrogate pair', body({ items: [{ ...one, name: '\ud800' }] }), 422, '/items/0/name'],
    ['no items', { userId: 'u' }, 422, ''],
    ['an empty list', body({ items: [] }), 422, '/items'],
    ['too many items', body({ items: Array.from({ length: 101 }, () => one) }), 422, '/items'],
    ['both forms', body({ products: [{ id: 'p', price: 1, quantity: 1 }] }), 422, '/products'],
    ['mixed forms', { userId: 'u', items: [{ id: 'p', price: 1, quantity: 1 }] }, 422, '/items/0/productId'],
    ['a quantity of 0', body({ items: [{ ...one, quantity: 0 }] }), 422, '/items/0/quantity'],
    ['half a piece', body({ items: [{ ...one, quantity: 1.5 }] }), 422, '/items/0/quantity'],
    ['a quantity as text', body({ items: [{ ...one, quantity: '1' }] }), 422, '/items/0/quantity'],
    ['too many pieces', body({ items: [{ ...one, quantity: 1e7 }] }), 422, '/items/0/quantity'],
    ['a negative price', body({ items: [{ ...one, price: -1 }] }), 422, '/items/0/price'],
    [
      'a price beyond all numbers',
      `{"userId":"u","items":[{"productId":"p","price":1e999,"quantity":1}]}`,
      422,
      '/items/0/price',
    ],
    ['a price with too many decimals', body({ items: [{ ...one, price: 0.1 + 0.2 }] }), 422, '/items/0/price'],
    ['a total that is a cent off', body({ totalAmount: 39.97 }), 422, '/totalAmount'],
    ['a total as text', body({ totalAmount: '39.98' }), 422, '/totalAmount'],
    ['an unknown currency', body({ currency: 'ABC' }), 422, '/currency'],
    ['a currency in small letters', body({ currency: 'eur' }), 422, '/currency'],
  ])('%s', async (_what, content, status, pointer) => {
    const reply = await post(content);
    expect(reply.text).toContain('"detail"');
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch('application/problem+json');
    if (status === 422) expect(reply.body).toMatchObject({ errors: [expect.objectContaining({ pointer })] });
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key });

  it('gives the same bytes again, for the other form, too, and makes one order', async () => {
    const content = body({ userId: 'idem-1' });
    const first = await post(content, keyed('k'));
    const again = await post(content, keyed('k'));
    const products = [{ quantity: 2, name: 'Pen', id: 'p-1', price: 19.99 }];
    const otherForm = await post({ userId: 'idem-1', products }, keyed('k'));
    expect(first.status).toBe(201);
    for (const repeat of [again, otherForm]) {
      expect(repeat.status).toBe(201);
      expect(repeat.text).toBe(first.text);
      expect(repeat.headers.get('location')).toBe(first.headers.get('location'));
    }
    expect(await countOf('idem-1')).toEqual({ orders: 1, events: 1 });
  });

  it('is refused for another order', async () => {
    await post(body({ userId: 'idem-2' }), keyed('k'));
    const { status, body: problem } = await post(
      body({ userId: 'idem-2', items: [{ productId: 'q', price: 39.98, quantity: 1 }] }),
      keyed('k'),
    );
    expect(status).toBe(422);
    expect(problem).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await countOf('idem-2')).toEqual({ orders: 1, events: 1 });
  });

  it('belongs to its user', async () => {
    const one = await post(body({ userId: 'idem-3' }), keyed('k'));
    const other = await post(body({ userId: 'idem-4' }), keyed('k'));
    expect(other.body.orderId).not.toBe(one.body.orderId);
  });

  it('still answers after the order has moved on and was deleted', async () => {
    const first = await post(body({ userId: 'idem-5' }), keyed('k'));
    expect((await orders.call('DELETE', `/orders/${first.body.orderId}`)).status).toBe(204);
    expect((await post(body({ userId: 'idem-5' }), keyed('k'))).text).toBe(first.text);
  });

  it.each(['', 'x'.repeat(256), 'ä'])('must be printable and of sane length (%#)', async (key) => {
    const { status, body: problem } = await post(body(), keyed(key));
    expect([status, problem.code]).toEqual([400, 'INVALID_IDEMPOTENCY_KEY']);
  });

  it('makes one order of each key under concurrency, and every request gets its own answer', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k-${index}`);
    const requests = Array.from({ length: 12 }, (_, round) => (round % 2 === 0 ? keys : keys.toReversed())).flat();
    const replies = await Promise.all(
      requests.map(async (key, index) => {
        const price = 1 + (index % 3 === 0 ? 1 : 0); // every third asks for something else
        const content = { userId: 'idem-6', items: [{ productId: 'p', price, quantity: 1 }] };
        return { key, price, reply: await post(content, keyed(key)) };
      }),
    );
    expect(await countOf('idem-6')).toEqual({ orders: keys.length, events: keys.length });
    for (const key of keys) {
      const own = replies.filter((one) => one.key === key);
      const accepted = own.filter(({ reply }) => reply.status === 201);
      expect(new Set(accepted.map(({ reply }) => reply.text)).size).toBe(1);
      expect(new Set(accepted.map(({ price }) => price)).size).toBe(1);
      const winner = accepted[0]?.price;
      expect(own.filter(({ price }) => price === winner).every(({ reply }) => reply.status === 201)).toBe(true);
      expect(own.filter(({ price }) => price !== winner).every(({ reply }) => reply.status === 422)).toBe(true);
    }
  });
});

it('shows what it takes and answers in its OpenAPI document', async () => {
  const { body: document } = await orders.call<{ paths: Record<string, unknown> }>('GET', '/openapi.json');
  expect(Object.keys(document.paths).sort()).toEqual([
    '/orders',
    '/orders/stats',
    '/orders/{id}',
    '/orders/{id}/history',
  ]);
});
