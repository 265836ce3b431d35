import { type Collector, collect, eventually } from '@spillway/chassis/testing';
import { limits, topics } from '@spillway/contracts';
import { orderEvents } from '../support/order-events';
import { type Products, sell, startProducts, stockOf } from '../support/service';

let products: Products;
let told: Collector;
let deadLetters: Collector;
beforeAll(async () => {
  products = await startProducts();
  told = await collect(topics.stock.name);
  deadLetters = await collect(products.deadLetters);
});
afterAll(async () => {
  await told?.stop();
  await deadLetters?.stop();
  await products?.stop();
});

const statusOf = async (orderId: string) => (await products.call('GET', `/reservations/${orderId}`)).body.status;
const adjust = (productId: string, delta: number, reason = 'counted', headers = {}) =>
  products.call('POST', `/products/${productId}/stock/adjustments`, { delta, reason }, headers);

describe('adjustments', () => {
  it('say what is there and why, and are told in order', async () => {
    const id = await sell(products);
    expect((await adjust(id, 10, 'delivery')).body).toMatchObject({ onHand: 10, reserved: 0, available: 10 });
    expect((await adjust(id, -3, 'broken')).body).toMatchObject({ onHand: 7 });
    const { body } = await products.call('GET', `/products/${id}/stock/adjustments`);
    expect(body.adjustments).toEqual([
      expect.objectContaining({ delta: -3, onHand: 7, reason: 'broken' }),
      expect.objectContaining({ delta: 10, onHand: 10, reason: 'delivery' }),
    ]);
    expect(await products.toldOf(id)).toEqual(['ProductCreated', 'StockAdjusted', 'StockAdjusted']);
    const first = await products.call('GET', `/products/${id}/stock/adjustments?limit=1`);
    const rest = await products.call('GET', `/products/${id}/stock/adjustments?before=${first.body.nextBefore}`);
    expect([rest.body.adjustments, rest.body.nextBefore]).toEqual([
      [expect.objectContaining({ delta: 10 })],
      undefined,
    ]);
  });

  it.each([[{ delta: 0, reason: 'x' }], [{ delta: 0.5, reason: 'x' }], [{ delta: 1 }], [{ delta: 1, reason: '' }]])(
    'refuse %j',
    async (wrong) => {
      const id = await sell(products);
      expect((await products.call('POST', `/products/${id}/stock/adjustments`, wrong)).status).toBe(422);
    },
  );

  it('are made once under one Idempotency-Key, also when asked for at the same time', async () => {
    const id = await sell(products, {}, 5);
    const delivery = () => adjust(id, 10, 'delivery', { 'idempotency-key': 'lorry-7' });
    const answers = await Promise.all([delivery(), delivery(), delivery()]);
    expect(answers.map(({ status, body }) => [status, body.onHand])).toEqual(answers.map(() => [201, 15]));
    await adjust(id, -1, 'broken');
    expect((await delivery()).body).toMatchObject({ onHand: 14 }); // what is there now
    const other = await adjust(id, 11, 'delivery', { 'idempotency-key': 'lorry-7' });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const elsewhere = await adjust(await sell(products), 1, 'delivery', { 'idempotency-key': 'lorry-7' });
    expect(elsewhere.body).toMatchObject({ onHand: 1 });
  });

  it('cannot count further than an event can say', async () => {
    const id = await sell(products, {}, 5);
    const { status, body } = await adjust(id, limits.stock);
    expect([status, body.code, body.onHand]).toEqual([409, 'STOCK_TOO_HIGH', 5]);
    expect((await adjust(id, limits.stock - 5)).body).toMatchObject({ onHand: limits.stock });
  });

  it('cannot take what is put aside, nor what is not there', async () => {
    const id = await sell(products, {}, 5);
    const created = orderEvents([{ productId: id, quantity: 3 }]).created();
    await products.publish(created);
    await products.processed(created);
    const { status, body } = await adjust(id, -3);
    expect([status, body.code, body.onHand, body.reserved]).toEqual([409, 'STOCK_TOO_LOW', 5, 3]);
    expect((await adjust(id, -2)).body).toMatchObject({ onHand: 3, reserved: 3 });
  });

  it('are never changed', async () => {
    const id = await sell(products, {}, 1);
    for (const statement of ['UPDATE stock_adjustments SET delta = 2', 'DELETE FROM stock_adjustments']) {
      await expect(products.db.query(`${statement} WHERE product_id = $1`, [id])).rejects.toThrow('refused');
    }
  });
});

describe('an order', () => {
  it('gets its goods put aside, in one step for all products, and tells so', async () => {
    const [mug, towel] = [await sell(products, {}, 5), await sell(products, {}, 5)];
    const order = orderEvents([mug, towel, mug].map((productId) => ({ productId, quantity: 2 })));
    const created = order.created();
    await products.publish(created, created);
    const message = await eventually(() => told.messages.find(({ key }) => key === order.orderId));
    expect(message.headers).toMatchObject({
      ce_type: 'StockReserved',
      ce_source: '/products',
      causationid: created.id,
    });
    expect(JSON.parse(message.value ?? '')).toEqual({
      orderId: order.orderId,
      items: [
        { productId: mug, quantity: 4 },
        { productId: towel, quantity: 2 },
      ],
      expiresAt: expect.stringMatching(/Z$/) as string,
    });
    expect([await stockOf(products, mug), await stockOf(products, towel)]).toEqual([
      { onHand: 5, reserved: 4 },
      { onHand: 5, reserved: 2 },
    ]);
  });

  it('gets all or nothing, and hears what is missing', async () => {
    const mug = await sell(products, {}, 5);
    const order = orderEvents([
      { productId: mug, quantity: 5 },
      { productId: 'nobody-knows-it', quantity: 1 },
    ]);
    await products.publish(order.created());
    const message = await eventually(() => told.messages.find(({ key }) => key === order.orderId));
    expect(message.headers.ce_type).toBe('StockRejected');
    expect(JSON.parse(message.value ?? '')).toEqual({
      orderId: order.orderId,
      reason: 'out-of-stock',
      items: [{ productId: 'nobody-knows-it', requested: 1, available: 0 }],
    });
    expect(await stockOf(products, mug)).toEqual({ onHand: 5, reserved: 0 });
  });

  it.each([
    ['confirmed', ['confirmed'], 'committed', { onHand: 6, reserved: 0 }, ['StockCommitted']],
    ['cancelled', ['cancelled'], 'released', { onHand: 10, reserved: 0 }, ['StockReleased']],
    [
      'confirmed and cancelled',
      ['confirmed', 'cancelled'],
      'released',
      { onHand: 10, reserved: 0 },
      ['StockCommitted', 'StockReleased'],
    ],
  ] as const)('that is %s, again and again', async (_what, then, status, level, types) => {
    const id = await sell(products, {}, 10);
    const order = orderEvents([{ productId: id, quantity: 4 }]);
    const events = [order.created(), ...then.map((what) => order[what]())];
    await products.publish(...events, ...events);
    const again = then.map((what) => order[what]()); // the same said by another event
    await products.publish(...again);
    await products.processed(...events, ...again);
    expect([await statusOf(order.orderId), await stockOf(products, id)]).toEqual([status, level]);
    expect(await products.toldOf(order.orderId)).toEqual(['StockReserved', ...types]);
  });

  it('whose cancellation came first never gets anything', async () => {
    const id = await sell(products, {}, 10);
    const order = orderEvents([{ productId: id, quantity: 4 }]);
    const events = [order.cancelled(), order.created()];
    await products.publish(...events);
    await products.processed(...events);
    expect([await statusOf(order.orderId), await stockOf(products, id)]).toEqual([
      'released',
      { onHand: 10, reserved: 0 },
    ]);
    expect(await products.toldOf(order.orderId)).toEqual([]);
  });

  it('that nobody knows, or for which nothing is left, is no reason to lose its confirmation', async () => {
    const id = await sell(products, {}, 1);
    const [unknown, rejected] = [orderEvents([]), orderEvents([{ productId: id, quantity: 2 }])];
    await products.publish(unknown.confirmed(), rejected.created(), rejected.confirmed());
    for (const [{ orderId }, reason] of [
      [unknown, 'nothing-reserved'],
      [rejected, 'stock-gone'],
    ] as const) {
      const letter = await eventually(() => deadLetters.messages.find(({ key }) => key === orderId));
      expect(letter.headers['dlq-reason']).toBe(reason);
    }
    expect(await stockOf(products, id)).toEqual({ onHand: 1, reserved: 0 });
  });

  it('is decided in its turn where many want the same', async () => {
    const id = await sell(products, {}, 100);
    const orders = Array.from({ length: 60 }, () => orderEvents([{ productId: id, quantity: 2 }]));
    const events = orders.map((order) => order.created());
    await products.publish(...events);
    await products.processed(...events);
    expect(await stockOf(products, id)).toEqual({ onHand: 100, reserved: 100 });
    const [row] = await products.db.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM reservations WHERE status = 'rejected' AND order_id = ANY ($1::uuid[])",
      [orders.map(({ orderId }) => orderId)],
    );
    expect(row?.count).toBe(10);
  });
});
