import { type Part, repeat, type Tx } from '@spillway/chassis';
import { foldDeltas } from './fold';

/** Keeps the deltas few, so that asking for figures costs the same however many orders there are. */
export const folding = (db: Tx, { interval = 1_000 }: { readonly interval?: number } = {}): Part =>
  repeat('figures', async () => {
    await foldDeltas(db);
    return interval;
  });
