import { eventually } from '@spillway/chassis/testing';
import { body, type Orders, place, startOrders } from '../support/orders';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

it('SIGTERM under load: what was accepted is durable, the rest is refused, and the process ends well', async () => {
  await place(orders);
  const accepted: string[] = [];
  const others = new Set<number>();
  let open = true;
  const client = async () => {
    while (open) {
      try {
        const { status, body: answer } = await orders.call<{ orderId: string }>('POST', '/orders', body());
        if (status === 201) accepted.push(answer.orderId);
        else others.add(status);
      } catch {
        open = false; // nobody listens any more
      }
    }
  };
  const clients = Array.from({ length: 16 }, client);
  await eventually(() => accepted.length > 100);
  orders.host.signal('SIGTERM');
  await Promise.all(clients);
  await eventually(() => orders.host.exits.length > 0);

  expect(orders.host.exits).toEqual([0]);
  expect([...others].filter((status) => status !== 503)).toEqual([]);
  const [row] = await orders.db.query<{ orders: number; events: number }>(
    `SELECT (SELECT count(*)::int FROM orders WHERE id = ANY ($1::text[]::uuid[])) AS orders,
            (SELECT count(*)::int FROM events WHERE subject = ANY ($1)) AS events`,
    [accepted],
  );
  expect(row).toEqual({ orders: accepted.length, events: accepted.length });
});
