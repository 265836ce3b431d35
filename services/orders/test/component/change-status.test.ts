import { moves } from '../support/moves';
import { type Orders, place, startOrders } from '../support/orders';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

const { confirmed, patch, historyOf, typesOf } = moves(() => orders);

describe('a change of status', () => {
  it('goes from confirmed to shipped to delivered, each with its event', async () => {
    const id = await confirmed();
    const shipped = await patch(id, 'shipped');
    expect(shipped).toMatchObject({
      status: 200,
      body: { orderId: id, status: 'shipped', version: 3, totalAmount: 39.98 },
    });
    expect(shipped.headers.get('etag')).toBe('"3"');
    const delivered = await patch(id, 'delivered');
    expect(delivered.body).toMatchObject({ status: 'delivered', version: 4 });
    expect(Date.parse(String(delivered.body.updatedAt))).toBeGreaterThan(Date.parse(String(delivered.body.createdAt)));
    expect(await typesOf(id)).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderShipped', 'OrderDelivered']);
  });

  it('cancels what is pending or confirmed', async () => {
    for (const id of [await place(orders), await confirmed()]) {
      expect((await patch(id, 'cancelled')).body).toMatchObject({ status: 'cancelled' });
      const last = (await historyOf(id)).at(-1);
      expect(last).toMatchObject({
        type: 'OrderCancelled',
        data: { reason: 'requested', total: { amount: 3998, currency: 'EUR' } },
      });
    }
  });

  it.each<[string, string, string[]]>([
    ['pending', 'confirmed', ['cancelled']],
    ['pending', 'shipped', ['cancelled']],
    ['pending', 'pending', ['cancelled']],
    ['confirmed', 'delivered', ['shipped', 'cancelled']],
    ['shipped', 'cancelled', ['delivered']],
    ['delivered', 'shipped', []],
    ['cancelled', 'confirmed', []],
  ])('from %s to %s is a 409 that names what is legal', async (from, to, allowed) => {
    const id = ['pending', 'cancelled'].includes(from) ? await place(orders) : await confirmed();
    const way: Record<string, string[]> = {
      shipped: ['shipped'],
      delivered: ['shipped', 'delivered'],
      cancelled: ['cancelled'],
    };
    for (const status of way[from] ?? []) await patch(id, status);
    const before = await typesOf(id);
    const { status, body: problem } = await patch(id, to);
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'ILLEGAL_TRANSITION', from, allowed });
    for (const word of allowed) expect(problem.detail).toContain(word);
    expect(await typesOf(id)).toEqual(before);
  });

  it.each([{ status: 'lost' }, {}, { status: 1 }])('to %j is a 422', async (content) => {
    const id = await place(orders);
    expect((await orders.call('PATCH', `/orders/${id}`, content)).status).toBe(422);
  });

  it('with If-Match happens only to the version that was seen', async () => {
    const id = await confirmed();
    for (const tag of ['"1"', '"3"', 'W/"2"', '2']) {
      const { status, headers, body: problem } = await patch(id, 'shipped', { 'if-match': tag });
      expect([status, headers.get('etag')]).toEqual([412, '"2"']);
      expect(problem).toMatchObject({ code: 'VERSION_MISMATCH', version: 2 });
    }
    expect((await patch(id, 'shipped', { 'if-match': '"1", "2"' })).status).toBe(200);
    expect((await patch(id, 'delivered', { 'if-match': '*' })).status).toBe(200);
  });

  it('with If-Match succeeds for one of many at once, and without it only legal moves do', async () => {
    const id = await confirmed();
    const tagged = await Promise.all(
      Array.from({ length: 8 }, (_, index) => patch(id, index % 2 ? 'shipped' : 'cancelled', { 'if-match': '"2"' })),
    );
    expect(tagged.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);

    const other = await confirmed();
    const plain = await Promise.all(Array.from({ length: 8 }, () => patch(other, 'shipped')));
    expect(plain.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    expect(await typesOf(other)).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderShipped']);
  });
});
