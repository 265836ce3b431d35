import { type Part, repeat, type Tx } from '@spillway/chassis';
import { foldStats, forgetOldMinutes } from './fold';

/** Keeps the deltas few, so that asking for statistics costs the same however many orders there are. */
export const statsFolding = (db: Tx, { interval = 1_000 }: { readonly interval?: number } = {}): Part =>
  repeat('order statistics', async () => {
    if ((await foldStats(db)) > 0) await forgetOldMinutes(db);
    return interval;
  });
