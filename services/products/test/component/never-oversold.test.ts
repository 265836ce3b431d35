import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@spillway/chassis/testing';
import fc from 'fast-check';
import { insertProducts } from '../../src/catalogue/insert';
import { expireSome } from '../../src/reservations/expire';
import { noteAdjustments } from '../../src/stock/adjust';
import { deliver } from '../support/deliveries';
import { orderEvents } from '../support/order-events';
import { migrations } from '../support/service';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase([migrations]);
});
afterAll(() => test?.drop());

const products = ['a', 'b', 'c'];
const order = fc.record({
  items: fc.array(fc.record({ product: fc.constantFrom(...products), quantity: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  /** In any order, any of them again. */
  happens: fc.array(fc.constantFrom('created', 'created', 'confirmed', 'cancelled'), { minLength: 1, maxLength: 6 }),
});
const half = fc.record({
  orders: fc.array(order, { minLength: 1, maxLength: 5 }),
  batch: fc.integer({ min: 1, max: 8 }),
});
const scenario = fc.record({
  stock: fc.record(Object.fromEntries(products.map((product) => [product, fc.nat({ max: 12 })]))),
  /** Two partitions, which different processes work on at the same time. */
  halves: fc.tuple(half, half),
  keepMs: fc.constantFrom(-1, 60_000),
  turns: fc.infiniteStream(fc.nat()),
});

/** What the products of a run come to, from three independent sources. */
async function balance(ids: readonly string[]) {
  return test.db.query<{
    id: string;
    on_hand: number;
    reserved: number;
    aside: number;
    gone: number;
    adjusted: number;
  }>(
    `SELECT product_id AS id, on_hand::int, reserved::int,
            (SELECT coalesce(sum((item->>'quantity')::int), 0)::int FROM reservations, jsonb_array_elements(items) AS item
              WHERE status = 'reserved' AND item->>'productId' = product_id) AS aside,
            (SELECT coalesce(sum((item->>'quantity')::int), 0)::int FROM reservations, jsonb_array_elements(items) AS item
              WHERE status = 'committed' AND item->>'productId' = product_id) AS gone,
            (SELECT coalesce(sum(delta), 0)::int FROM stock_adjustments AS a WHERE a.product_id = stock.product_id) AS adjusted
       FROM stock WHERE product_id = ANY ($1)`,
    [ids],
  );
}

const storiesAllowed = /^(Reserved( Released)?|Rejected)?( Committed)?( Released)?$/;
const seen = new Set<string>();

it('sells nothing twice, and gets everything back once, in any order and repetition of messages', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ stock, halves, keepMs, turns }) => {
      const run = randomUUID();
      const idOf = (product: string) => `${product}-${run}`;
      const sold = products.map((product) => ({
        productId: idOf(product),
        name: product,
        description: '',
        category: 'x',
        price: { amount: 1, currency: 'EUR' },
      }));
      const adjustments = products
        .map((product) => ({ productId: idOf(product), delta: stock[product] ?? 0, reason: 'delivery' }))
        .filter(({ delta }) => delta > 0);
      await test.db.transaction(async (tx) => {
        await insertProducts(tx, sold);
        await noteAdjustments(tx, adjustments, {});
      });

      const orderIds: string[] = [];
      const work = halves.map(async ({ orders, batch }) => {
        const all = orders.map(({ items, happens }) => {
          const events = orderEvents(items.map(({ product, quantity }) => ({ productId: idOf(product), quantity })));
          orderIds.push(events.orderId);
          return happens.map((what) => events[what]());
        });
        // Interleaved as chance has it.
        const mixed = all.flat().sort(() => ((turns.next().value ?? 0) % 3) - 1);
        for (let from = 0; from < mixed.length; from += batch) {
          await deliver(test.db, mixed.slice(from, from + batch), keepMs);
          await expireSome({ db: test.db, relay: { wake() {} } });
        }
      });
      await Promise.all(work);

      for (const { id, on_hand, reserved, aside, gone, adjusted } of await balance(products.map(idOf))) {
        expect({ id, reserved, on_hand }).toEqual({ id, reserved: aside, on_hand: adjusted - gone });
        expect(on_hand).toBeGreaterThanOrEqual(reserved);
      }
      const told = await test.db.query<{ story: string }>(
        `SELECT string_agg(replace(type, 'Stock', ''), ' ' ORDER BY id) AS story FROM events WHERE subject = ANY ($1) GROUP BY subject`,
        [orderIds],
      );
      for (const { story } of told) {
        expect(story).toMatch(storiesAllowed);
        seen.add(story);
      }
    }),
    { numRuns: 150 },
  );
  // All ways were really gone.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'Reserved',
      'Rejected',
      'Reserved Committed',
      'Reserved Released',
      'Reserved Committed Released',
      'Reserved Released Committed',
      'Reserved Released Committed Released',
    ]),
  );
});
