import type { Tx } from '@spillway/chassis';
import { type Filter, type Found, type Order, type Position, page } from './page';
import { mostRelevant } from './relevance';
import { textQuery } from './text-query';

export const sorts = ['relevance', 'newest', 'price', '-price', 'name'] as const;
export type Sort = (typeof sorts)[number];

export interface Search extends Omit<Filter, 'words'> {
  /** What somebody typed. */
  readonly text?: string;
  readonly sort: Sort;
  readonly after?: Position;
}

/** Without words a page is a piece of one index. */
const by: Record<Exclude<Sort, 'relevance'>, Order> = {
  newest: {
    key: () => 'created_at',
    isIndexed: true,
    type: 'timestamptz',
    direction: 'DESC',
    keyOf: (row) => row.created_at.toISOString(),
  },
  price: { key: () => 'price', isIndexed: true, type: 'bigint', direction: 'ASC', keyOf: ({ price }) => price },
  '-price': { key: () => 'price', isIndexed: true, type: 'bigint', direction: 'DESC', keyOf: ({ price }) => price },
  name: { key: () => 'name', isIndexed: true, type: 'text', direction: 'ASC', keyOf: ({ name }) => name },
};

/** Products for sale that fit, at most `limit`, those after a position. */
export async function searchProducts(db: Tx, search: Search, limit: number): Promise<Found[]> {
  const { text, sort, after, ...filter } = search;
  const words = text === undefined ? undefined : await textQuery(db, text);
  if (words === '') return []; // typed were signs alone
  if (sort !== 'relevance') return page(db, { ...filter, words }, by[sort], limit, after);
  if (words === undefined) throw new Error('Nothing is more relevant than anything else where there are no words');
  return mostRelevant(db, { ...filter, words }, limit, after);
}
