import { moves, nobody } from '../support/moves';
import { body, type Orders, place, startOrders, untilStatus } from '../support/orders';
import { authorized } from '../support/payments';
import { reserved } from '../support/stock';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

const { historyOf } = moves(() => orders);

describe('one order', () => {
  it('is shown with its version as the ETag, and not sent again to who has it', async () => {
    const id = await place(orders);
    const { status, headers, body: shown } = await orders.call('GET', `/orders/${id}`);
    expect([status, headers.get('etag')]).toEqual([200, '"1"']);
    expect(shown).toEqual({
      orderId: id,
      userId: 'u-1',
      status: 'pending',
      items: [{ productId: 'p-1', name: 'Pen', price: 19.99, quantity: 2 }],
      totalAmount: 39.98,
      currency: 'EUR',
      version: 1,
      createdAt: expect.any(String) as string,
      updatedAt: shown.createdAt,
    });
    for (const known of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const again = await orders.call('GET', `/orders/${id}`, undefined, { 'if-none-match': known });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', '"1"']);
    }
    const changed = await orders.call('GET', `/orders/${id}`, undefined, { 'if-none-match': '"2"' });
    expect(changed.status).toBe(200);
  });

  it.each([nobody, nobody.toUpperCase(), 'x', '1', '%00', `urn:uuid:${nobody}`, "'; --"])(
    'is not found by %p, whatever is asked',
    async (id) => {
      const path = `/orders/${encodeURI(id)}`;
      const replies = [
        await orders.call('GET', path),
        await orders.call('GET', `${path}/history`),
        await orders.call('PATCH', path, { status: 'cancelled' }),
        await orders.call('DELETE', path),
      ];
      expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      for (const { headers } of replies) expect(headers.get('content-type')).toMatch('application/problem+json');
    },
  );
});

describe('history', () => {
  it('tells all that happened, and what caused it', async () => {
    const id = await place(orders);
    const [paid, aside] = [authorized(id), reserved(id)];
    await orders.publish(paid, aside);
    await untilStatus(orders, id, 'confirmed');
    const events = await historyOf(id);
    expect(events.map(({ type }) => type)).toEqual(['OrderCreated', 'OrderConfirmed']);
    expect(events[1]).toMatchObject({ data: { paymentId: paid.data.paymentId } });
    expect([paid.id, aside.id]).toContain(events[1]?.causationid); // whichever came last
    expect(events[0]).toMatchObject({ data: { items: [{ productId: 'p-1', unitPrice: 1999, quantity: 2 }] } });
  });
});

it('refuses other methods and paths with problems', async () => {
  expect((await orders.call('PUT', '/orders', body())).status).toBe(405);
  expect((await orders.call('POST', '/order', body())).status).toBe(404);
});
