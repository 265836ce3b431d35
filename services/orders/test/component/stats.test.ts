import { eventually } from '@spillway/chassis/testing';
import fc from 'fast-check';
import { foldStats } from '../../src/stats/fold';
import { ordersPerMinute, statsByStatus } from '../../src/stats/read';
import { type Orders, place, startOrders, untilStatus } from '../support/orders';
import { agreed } from '../support/stock';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

/** The truth, counted the slow way. */
const counted = () =>
  orders.db.query(
    `SELECT status, currency, count(*)::float8 AS orders, sum(total_amount)::text AS amount
       FROM orders WHERE deleted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );

const statuses = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'];

/** One statement among many: inserts of several rows, updates of many, deletions of both kinds, folding. */
const statement = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('insert' as const), rows: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      share: fc.integer({ min: 2, max: 5 }),
      to: fc.nat({ max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('hide' as const, 'remove' as const),
      share: fc.integer({ min: 5, max: 20 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'fold' as const }) },
);
type Statement = typeof statement extends fc.Arbitrary<infer S> ? S : never;

const run = async (what: Statement): Promise<unknown> => {
  const { db } = orders;
  const share = 'share' in what ? `('x' || right(id::text, 6))::bit(24)::int % ${what.share} = 0` : '';
  const locked = `SELECT id FROM orders WHERE ${share} ORDER BY id FOR UPDATE`;
  switch (what.do) {
    case 'insert':
      return db.query(
        `INSERT INTO orders (id, user_id, items, total_amount, currency, created_at, updated_at)
         SELECT gen_random_uuid(), 'u', '[]', n * 100 + 7, CASE WHEN n % 2 = 0 THEN 'EUR' ELSE 'JPY' END,
                now() - n * interval '1 minute', now() FROM generate_series(1, $1::int) AS n`,
        [what.rows],
      );
    case 'move':
      return db.query(`UPDATE orders SET status = $1 WHERE id IN (${locked})`, [statuses[what.to]]);
    case 'hide':
      return db.query(`UPDATE orders SET deleted_at = now() WHERE id IN (${locked})`);
    case 'remove':
      return db.query(`DELETE FROM orders WHERE id IN (${locked})`);
    case 'fold':
      return foldStats(db);
  }
};

it('are exact after any operations, many at once, folded or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(statement, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }),
      async (rounds) => {
        for (const round of rounds) {
          await Promise.all(round.map(run));
          expect(await statsByStatus(orders.db)).toEqual(await counted());
        }
        await foldStats(orders.db);
        expect(await statsByStatus(orders.db)).toEqual(await counted());
      },
    ),
    { numRuns: 40 },
  );
  const minutes = (await ordersPerMinute(orders.db, 30)).filter(({ count }) => count !== 0);
  const truth = await orders.db.query<{ minute: Date; count: number }>(
    `SELECT date_trunc('minute', created_at) AS minute, count(*)::float8 AS count
       FROM orders WHERE deleted_at IS NULL GROUP BY 1 ORDER BY 1`,
  );
  expect(minutes).toEqual(truth.map(({ minute, count }) => ({ minute: minute.toISOString(), count })));
});

it('never show a state between two, while orders move and are folded', async () => {
  const { db } = orders;
  const totalOf = async () => (await statsByStatus(db)).reduce((sum, { orders: count }) => sum + count, 0);
  const total = await totalOf();
  let moving = true;
  const noise = Promise.all([
    (async () => {
      for (let i = 0; i < 60; i++) await run({ do: 'move', share: 2 + (i % 4), to: i % 5 });
      moving = false;
    })(),
    (async () => {
      while (moving) await foldStats(db);
    })(),
  ]);
  while (moving) expect(await totalOf()).toBe(total);
  await noise;
});

it('are shown by status with revenue, and by minute', async () => {
  await orders.db.query('DELETE FROM orders');
  const first = await place(orders);
  await place(orders, { currency: 'JPY', items: [{ productId: 'p', price: 500, quantity: 3 }], totalAmount: 1500 });
  await orders.call('DELETE', `/orders/${await place(orders)}`);
  await orders.publish(...agreed(first));
  await untilStatus(orders, first, 'confirmed');
  const { status, body } = await orders.call<{ perMinute: { minute: string; count: number }[] }>(
    'GET',
    '/orders/stats?minutes=3',
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    count: 2,
    byStatus: {
      pending: { count: 1, revenue: [{ currency: 'JPY', amount: 1500 }] },
      confirmed: { count: 1, revenue: [{ currency: 'EUR', amount: 39.98 }] },
      shipped: { count: 0, revenue: [] },
      delivered: { count: 0, revenue: [] },
      cancelled: { count: 0, revenue: [] },
    },
  });
  expect(body.perMinute).toHaveLength(3);
  expect(body.perMinute.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect((await orders.call('GET', '/orders/stats?minutes=0')).status).toBe(400);
});

it('are folded by the service itself', async () => {
  await place(orders);
  await eventually(async () => {
    const [row] = await orders.db.query<{ count: number }>('SELECT count(*)::int AS count FROM order_stats_deltas');
    return row?.count === 0;
  });
});
