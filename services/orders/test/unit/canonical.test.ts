import { toDecimal } from '@spillway/contracts';
import fc from 'fast-check';
import type { OrderBody } from '../../src/domain/body';
import { canonical, InvalidOrder } from '../../src/domain/canonical';

const item = { productId: 'p-1', price: 19.99, quantity: 2 };

function errorsOf(body: OrderBody) {
  try {
    canonical(body);
  } catch (error) {
    if (error instanceof InvalidOrder) return error.errors;
    throw error;
  }
  throw new Error('it was accepted');
}

it('makes the same order of both forms', () => {
  const items = canonical({ userId: 'u', items: [{ productId: 'p', name: 'Pen', price: 1.5, quantity: 3 }] });
  const products = canonical({ userId: 'u', products: [{ id: 'p', name: 'Pen', price: 1.5, quantity: 3 }] });
  expect(items).toEqual(products);
  expect(items).toEqual({
    userId: 'u',
    items: [{ productId: 'p', name: 'Pen', unitPrice: 150, quantity: 3 }],
    total: { amount: 450, currency: 'EUR' },
  });
});

it('accepts every total that is right', () => {
  const lines = fc.array(
    fc.record({ minor: fc.integer({ min: 0, max: 10_000_000 }), quantity: fc.integer({ min: 1, max: 1_000 }) }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(lines, fc.constantFrom('JPY', 'EUR', 'BHD'), (all, currency) => {
      const amount = all.reduce((sum, { minor, quantity }) => sum + minor * quantity, 0);
      const order = canonical({
        userId: 'u',
        currency,
        items: all.map(({ minor, quantity }) => ({ productId: 'p', price: toDecimal(minor, currency), quantity })),
        totalAmount: toDecimal(amount, currency),
      });
      expect(order.total).toEqual({ amount, currency });
    }),
  );
});

it.each([
  [
    'a total that is a cent off',
    { items: [item], totalAmount: 39.97 },
    '/totalAmount',
    'is 39.97, but the items come to 39.98',
  ],
  ['a total with a fraction of a cent', { items: [item], totalAmount: 39.980001 }, '/totalAmount', 'come to 39.98'],
  [
    'both forms at once',
    { items: [item], products: [{ id: 'p', price: 1, quantity: 1 }] },
    '/products',
    'one of the two',
  ],
  ['neither form', {}, '', 'items and products'],
  [
    'a price with too many decimals',
    { items: [item, { ...item, price: 0.1 + 0.2 }] },
    '/items/1/price',
    'more than the 2 decimals of EUR',
  ],
  [
    'cents of a currency without',
    { currency: 'JPY', products: [{ id: 'p', price: 0.5, quantity: 1 }] },
    '/products/0/price',
    'the 0 decimals of JPY',
  ],
  ['an unknown currency', { currency: 'ABC', items: [item] }, '/currency', 'ABC'],
  [
    'a price above the limit in minor units',
    { items: [{ ...item, price: 1_000_000_000 }] },
    '/items/0/price',
    'above the limit',
  ],
])('refuses %s', (_what, body, pointer, detail) => {
  expect(errorsOf({ userId: 'u', ...body })).toEqual([{ pointer, detail: expect.stringContaining(detail) as string }]);
});
