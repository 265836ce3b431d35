import { moves } from '../support/moves';
import { type Orders, place, startOrders, untilStatus } from '../support/orders';
import { agreed } from '../support/stock';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

const { patch } = moves(() => orders);

/** From the table: the history of a deleted order is not shown to anybody. */
async function storedTypesOf(id: string) {
  const rows = await orders.db.query<{ type: string; data: { reason?: string } }>(
    'SELECT type, data FROM events WHERE subject = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ type, data }) => (data.reason ? `${type} ${data.reason}` : type));
}

describe('a deletion', () => {
  it.each<[string, (id: string) => Promise<unknown>, string[]]>([
    ['pending', async () => undefined, ['OrderCreated', 'OrderCancelled deleted', 'OrderDeleted']],
    [
      'shipped',
      async (id) => {
        await orders.publish(...agreed(id));
        await untilStatus(orders, id, 'confirmed');
        await patch(id, 'shipped');
      },
      ['OrderCreated', 'OrderConfirmed', 'OrderShipped', 'OrderDeleted'],
    ],
    ['cancelled', (id) => patch(id, 'cancelled'), ['OrderCreated', 'OrderCancelled requested', 'OrderDeleted']],
  ])('of a %s order hides it, and compensates where something is in flight', async (_status, prepare, types) => {
    const id = await place(orders);
    await prepare(id);
    const gone = await orders.call('DELETE', `/orders/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    const after = [
      await orders.call('GET', `/orders/${id}`),
      await orders.call('GET', `/orders/${id}/history`),
      await patch(id, 'cancelled'),
      await orders.call('DELETE', `/orders/${id}`),
    ];
    expect(after.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await storedTypesOf(id)).toEqual(types);
  });

  it('happens once among many, and only to the version that was seen', async () => {
    const id = await place(orders);
    expect((await orders.call('DELETE', `/orders/${id}`, undefined, { 'if-match': '"9"' })).status).toBe(412);
    const replies = await Promise.all(Array.from({ length: 5 }, () => orders.call('DELETE', `/orders/${id}`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
    expect(await storedTypesOf(id)).toEqual(['OrderCreated', 'OrderCancelled deleted', 'OrderDeleted']);
  });
});
