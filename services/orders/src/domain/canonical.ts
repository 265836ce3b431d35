import { decimalsOf, type FieldError, limits, sumOf, toDecimal, toMinor } from '@spillway/contracts';
import type { OrderBody } from './body';
import type { Item, NewOrder } from './order';

/** A body that has the right form and still makes no order. */
export class InvalidOrder extends Error {
  readonly code = 'INVALID_ORDER';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('The order cannot be accepted as it stands.');
    this.name = 'InvalidOrder';
    this.errors = errors;
  }
}

/** Makes the one canonical order of either form, with money in minor units. The schema has been checked before. */
export function canonical(body: OrderBody): NewOrder {
  const currency = body.currency ?? 'EUR';
  const decimals = decimalsOf(currency);
  if (decimals === undefined) throw invalid('/currency', `${currency} is not a currency of ISO 4217`);

  const items = body.items
    ? body.items.map(({ productId, name, price, quantity }, at) =>
        itemOf(productId, name, minorOf(price, decimals, currency, `/items/${at}/price`), quantity),
      )
    : body.products?.map(({ id, name, price, quantity }, at) =>
        itemOf(id, name, minorOf(price, decimals, currency, `/products/${at}/price`), quantity),
      );
  if (items === undefined) throw invalid('', 'one of items and products is missing');
  if (body.items && body.products) throw invalid('/products', 'cannot stand beside items: send one of the two');

  const amount = sumOf(items);
  if (amount === undefined || amount > limits.amount) {
    throw invalid('', `the total is above the limit of ${toDecimal(limits.amount, currency)} ${currency}`);
  }
  if (body.totalAmount !== undefined && toMinor(body.totalAmount, decimals) !== amount) {
    throw invalid('/totalAmount', `is ${body.totalAmount}, but the items come to ${toDecimal(amount, currency)}`);
  }
  return { userId: body.userId, items, total: { amount, currency } };
}

const itemOf = (productId: string, name: string | undefined, unitPrice: number, quantity: number): Item =>
  name === undefined ? { productId, unitPrice, quantity } : { productId, name, unitPrice, quantity };

function minorOf(price: number, decimals: number, currency: string, pointer: string): number {
  const minor = toMinor(price, decimals);
  if (minor === undefined) throw invalid(pointer, `has more than the ${decimals} decimals of ${currency}: ${price}`);
  if (minor > limits.unitPrice) {
    throw invalid(pointer, `is above the limit of ${toDecimal(limits.unitPrice, currency)} ${currency}`);
  }
  return minor;
}

const invalid = (pointer: string, detail: string) => new InvalidOrder([{ pointer, detail }]);
