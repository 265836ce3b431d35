import type { Tx } from '@spillway/chassis';
import type { ProductDetails } from '../domain/product';
import { columns, type ProductRow, productOf } from './row';
import { textQuery } from './text-query';

export const sorts = ['relevance', 'newest', 'price', '-price', 'name'] as const;
export type Sort = (typeof sorts)[number];

/** Where a page ends: what its last product is sorted by, and its id. */
export interface Position {
  readonly key: string;
  readonly id: string;
}

export interface Search {
  /** What somebody typed. */
  readonly text?: string;
  readonly category?: string;
  /** Only prices of one currency can be compared. */
  readonly currency?: string;
  /** In minor units, both included. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
  readonly sort: Sort;
  readonly after?: Position;
}

export interface Found {
  readonly product: ProductDetails;
  readonly position: Position;
}

type SortedRow = ProductRow & { readonly rank?: number };

interface SortedBy {
  readonly key: string;
  readonly type: string;
  readonly direction: 'ASC' | 'DESC';
  readonly keyOf: (row: SortedRow) => string;
}

const by: Record<Sort, SortedBy> = {
  relevance: { key: 'rank', type: 'real', direction: 'DESC', keyOf: ({ rank }) => String(rank) },
  newest: { key: 'created_at', type: 'timestamptz', direction: 'DESC', keyOf: (row) => row.created_at.toISOString() },
  price: { key: 'price', type: 'bigint', direction: 'ASC', keyOf: ({ price }) => price },
  '-price': { key: 'price', type: 'bigint', direction: 'DESC', keyOf: ({ price }) => price },
  name: { key: 'name', type: 'text', direction: 'ASC', keyOf: ({ name }) => name },
};

/**
 * Products for sale that fit, at most `limit`, those after a position. Without text a page is a piece of one index; with text
 * all that have its words are looked at, and only those of the page are joined with their stock.
 */
export async function searchProducts(db: Tx, search: Search, limit: number): Promise<Found[]> {
  const { category, currency, minPrice, maxPrice, inStock, after } = search;
  const { key, type, direction, keyOf } = by[search.sort];
  const words = search.text === undefined ? undefined : await textQuery(db, search.text);
  if (words === '') return []; // typed were signs alone
  const values: unknown[] = [limit];
  const value = (given: unknown, as = '') => `$${values.push(given)}${as}`;
  const query = words === undefined ? '' : `to_tsquery('catalogue', ${value(words)})`;
  const where = [
    'retired_at IS NULL',
    ...(query === '' ? [] : [`document @@ ${query}`]),
    ...(category === undefined ? [] : [`category = ${value(category)}`]),
    ...(currency === undefined ? [] : [`currency = ${value(currency)}`]),
    ...(minPrice === undefined ? [] : [`price >= ${value(minPrice)}`]),
    ...(maxPrice === undefined ? [] : [`price <= ${value(maxPrice)}`]),
  ];
  const further = [
    ...(inStock ? ['on_hand > reserved'] : []),
    ...(after === undefined
      ? []
      : [`(${key}, id) ${direction === 'ASC' ? '>' : '<'} (${value(after.key, `::${type}`)}, ${value(after.id)})`]),
  ];
  const rank = query === '' ? '' : `, ts_rank(document, ${query}) AS rank`;
  const statement = `
    SELECT ${columns}${rank && ', rank'}
      FROM (SELECT *${rank} FROM products WHERE ${where.join(' AND ')}) AS fitting
      JOIN stock ON product_id = id
     ${further.length > 0 ? `WHERE ${further.join(' AND ')}` : ''}
     ORDER BY ${key} ${direction}, id ${direction} LIMIT $1`;
  const rows = await db.query<SortedRow>(statement, values);
  return rows.map((row) => ({ product: productOf(row), position: { key: keyOf(row), id: row.id } }));
}
