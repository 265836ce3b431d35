import type { Tx } from '@spillway/chassis';
import type { ProductDetails } from '../domain/product';
import { idsOf } from './ids';
import { columns, type ProductRow, productOf } from './row';

/** Where a page ends: what its last product is sorted by, and its id. */
export interface Position {
  readonly key: string;
  readonly id: string;
}

export interface Found {
  readonly product: ProductDetails;
  readonly position: Position;
}

/** What products have to fit. */
export interface Filter {
  /** As to_tsquery takes them. */
  readonly words?: string;
  readonly category?: string;
  /** Only prices of one currency can be compared. */
  readonly currency?: string;
  /** In minor units, both included. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
}

type SortedRow = ProductRow & { readonly key: unknown };

/** Where the words have to be. */
const places = {
  anywhere: (query: string) => [`document @@ ${query}`],
  inName: (query: string) => [`named @@ ${query}`],
  notInName: (query: string) => [`document @@ ${query}`, `NOT named @@ ${query}`],
};

export interface Order {
  readonly place?: keyof typeof places;
  /** What is sorted by: of a product, and the words. */
  readonly key: (query: string) => string;
  /** Whether an index has the products in this order. */
  readonly isIndexed: boolean;
  readonly type: 'bigint' | 'real' | 'text' | 'timestamptz';
  readonly direction: 'ASC' | 'DESC';
  readonly keyOf: (row: SortedRow) => string;
}

/** So many that have the words are sorted; if there are more, a walk along the order's index soon has a page of them. */
const few = 5_000;

/**
 * Products for sale that fit, at most `limit`, those after a position: first the ids of the page, then all of these few rows.
 * How many have the words is tried out, because the planner, who has to guess, would now and then walk the whole index for
 * the ten products that have them, or sort all there are for the first twenty.
 */
export async function page(db: Tx, filter: Filter, order: Order, limit: number, after?: Position): Promise<Found[]> {
  const { words, category, currency, minPrice, maxPrice, inStock = false } = filter;
  const { place = 'anywhere', isIndexed, type, direction, keyOf } = order;
  const values: unknown[] = [limit];
  const value = (given: unknown, as = '') => `$${values.push(given)}${as}`;
  const query = words === undefined ? '' : `to_tsquery('catalogue', ${value(words)})`;
  const key = order.key(query);
  const where = [
    'retired_at IS NULL',
    ...(words === undefined ? [] : places[place](query)),
    ...(category === undefined ? [] : [`category = ${value(category)}`]),
    ...(currency === undefined ? [] : [`currency = ${value(currency)}`]),
    ...(minPrice === undefined ? [] : [`price >= ${value(minPrice)}`]),
    ...(maxPrice === undefined ? [] : [`price <= ${value(maxPrice)}`]),
    ...(after === undefined
      ? []
      : [`(${key}, id) ${direction === 'ASC' ? '>' : '<'} (${value(after.key, `::${type}`)}, ${value(after.id)})`]),
  ];
  const ids = idsOf({ key, where: where.join(' AND '), direction, inStock });
  const sorted = words === undefined ? ids.walked() : isIndexed ? ids.walkedIfMany(few) : ids.sorted();
  const statement = `
    SELECT ${columns}, key FROM (${sorted}) AS page JOIN products ON id = fitting JOIN stock ON product_id = id
     ORDER BY key ${direction}, fitting ${direction}`;
  const rows = await db.query<SortedRow>(statement, values);
  return rows.map((row) => ({ product: productOf(row), position: { key: keyOf(row), id: row.id } }));
}
