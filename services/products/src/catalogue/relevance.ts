import type { Tx } from '@spillway/chassis';
import { type Filter, type Found, type Order, type Position, page } from './page';

/** What stands in a position instead of a rank, once those with all the words in the name have come to an end. */
const unranked = '0';

/** The more often a name has the words, and the nearer to each other, the further in front; the longer it is, the further behind. */
const byRank: Order = {
  place: 'inName',
  key: (query) => `ts_rank(named, ${query}, 1)`,
  isIndexed: false,
  type: 'real',
  direction: 'DESC',
  keyOf: ({ key }) => String(key),
};

/** The ids that are made here grow: the newest come first. */
const others: Order = {
  place: 'notInName',
  key: () => 'id',
  isIndexed: true,
  type: 'text',
  direction: 'DESC',
  keyOf: () => unranked,
};

/**
 * Those with all the words in the name come first, ranked; then those that need their category or description for it, in the
 * order of their ids. A word may be in every description there is: nobody could rank all of these while somebody waits.
 */
export async function mostRelevant(
  db: Tx,
  filter: Filter & { readonly words: string },
  limit: number,
  after?: Position,
): Promise<Found[]> {
  const rankedAreOver = after?.key === unranked;
  const ranked = rankedAreOver ? [] : await page(db, filter, byRank, limit, after);
  if (ranked.length === limit) return ranked;
  const from = rankedAreOver ? { key: after.id, id: after.id } : undefined;
  return [...ranked, ...(await page(db, filter, others, limit - ranked.length, from))];
}
