import type { Tx } from '@spillway/chassis';
import { limits, type Money, sumOf } from '@spillway/contracts';
import { Unacceptable } from '../domain/price';
import type { Item } from '../domain/reservation';
import { findProducts } from './read';

/** One line of an order, as the catalogue has it. */
export interface QuotedItem extends Item {
  readonly name: string;
  /** In minor units of the currency of the whole. */
  readonly unitPrice: number;
}

export interface Quote {
  readonly items: readonly QuotedItem[];
  readonly total: Money;
}

/**
 * What these quantities of products cost now, all in one currency: prices come from the catalogue, never from a client.
 * Whether they are there is not asked: that is decided when the order is placed. @throws Unacceptable, naming the item
 */
export async function quote(db: Tx, wanted: readonly Item[]): Promise<Quote> {
  const products = await findProducts(db, [...new Set(wanted.map(({ productId }) => productId))]);
  let currency: string | undefined;
  const items = wanted.map(({ productId, quantity }, at): QuotedItem => {
    const product = products.get(productId);
    const pointer = `/items/${at}/productId`;
    if (product === undefined) throw new Unacceptable(pointer, `there is no product ${productId}`);
    if (product.retired) throw new Unacceptable(pointer, `${productId} is no longer for sale`);
    currency ??= product.price.currency;
    if (product.price.currency !== currency) {
      throw new Unacceptable(pointer, `is sold in ${product.price.currency}, and the items before it in ${currency}`);
    }
    return { productId, name: product.name, unitPrice: product.price.amount, quantity };
  });
  const amount = sumOf(items);
  if (currency === undefined || amount === undefined || amount > limits.amount) {
    throw new Unacceptable('/items', 'come to more than an order may');
  }
  return { items, total: { amount, currency } };
}
