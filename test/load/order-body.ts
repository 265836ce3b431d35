/** So many products the demo catalogue has: prod-1 and on, with more of each than anybody here orders. */
const products = 20;
const product = (n: number) => `prod-${1 + (n % products)}`;

/** A valid order of about 300 bytes; `n` makes it one of its kind, so that a lost or foreign one can be told. */
export function orderBody(n: number): string {
  const items = [
    { productId: product(n), name: 'Enamel mug, blue rim, 350 ml', price: 12.5, quantity: 1 + (n % 3) },
    { productId: product(n + 7), name: 'Linen tea towel, set of two', price: 19.99, quantity: 1 },
    { productId: product(n + 13), name: 'Oak serving board', price: 34.0, quantity: 2 },
  ];
  return JSON.stringify({ userId: `user-${n % 1000}`, items, currency: 'EUR' });
}

/** The same at the gateway: products and quantities, for the rest is known there. */
export function basketBody(n: number): string {
  const items = [
    { productId: product(n), quantity: 1 + (n % 3) },
    { productId: product(n + 7), quantity: 1 },
    { productId: product(n + 13), quantity: 2 },
  ];
  return JSON.stringify({ items });
}

/** An order that must be refused: its total does not equal the sum. */
export const wrongOrderBody = (n: number): string =>
  JSON.stringify({
    userId: `user-${n}`,
    products: [{ id: 'prod-1', name: 'Mug', price: 10, quantity: 1 }],
    totalAmount: 11,
  });
