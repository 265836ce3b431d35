import fc from 'fast-check';
import { allot } from '../../src/domain/allot';
import { itemsOf } from '../../src/domain/reservation';

const productId = fc.constantFrom('a', 'b', 'c', 'unknown');
const stock = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 20 }));
const items = fc
  .array(fc.record({ productId, quantity: fc.integer({ min: 1, max: 8 }) }), { minLength: 1, maxLength: 4 })
  .map(itemsOf);
const requests = fc.array(fc.record({ items }), { maxLength: 12 });

it('gives all or nothing, never more than there is, and refuses nobody who could be served in his turn', () => {
  fc.assert(
    fc.property(stock, requests, (there, wanted) => {
      const left = new Map(Object.entries(there));
      for (const { request, short } of allot(new Map(left), wanted)) {
        const lacking = request.items.filter((item) => (left.get(item.productId) ?? 0) < item.quantity);
        expect(short).toEqual(
          lacking.map((item) => ({
            productId: item.productId,
            requested: item.quantity,
            available: left.get(item.productId) ?? 0,
          })),
        );
        if (short.length > 0) continue;
        for (const item of request.items) left.set(item.productId, (left.get(item.productId) ?? 0) - item.quantity);
      }
      for (const count of left.values()) expect(count).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1_000 },
  );
});

it('sums a product that stands in several items', () => {
  const twice = [
    { productId: 'a', quantity: 2 },
    { productId: 'b', quantity: 1 },
    { productId: 'a', quantity: 3 },
  ];
  expect(itemsOf(twice)).toEqual([
    { productId: 'a', quantity: 5 },
    { productId: 'b', quantity: 1 },
  ]);
});
