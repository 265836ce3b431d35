import { isCancelled, isRolledBackByConflict, isTransientDatabaseError } from '../errors';

/** One caller who waits: what it wants written and how to answer. */
export interface Waiting<I, O> {
  readonly item: I;
  resolve(result: O): void;
  reject(error: unknown): void;
}

export type Write<I, O> = (items: readonly I[]) => Promise<readonly O[]>;

const conflictTries = 3;

/**
 * Writes a batch and answers each of its callers. When the batch fails for what may be the fault of one of its items,
 * it is halved until the culprits stand alone: only they get the error. When it is the database that fails, all get it
 * at once: writing one by one what cannot be written would only take longer.
 */
export async function settle<I, O>(batch: readonly Waiting<I, O>[], write: Write<I, O>): Promise<void> {
  let results: readonly O[];
  try {
    results = await writeThroughConflicts(
      batch.map(({ item }) => item),
      write,
    );
  } catch (error) {
    if (batch.length === 1 || isTransientDatabaseError(error) || isCancelled(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await settle(batch.slice(0, middle), write);
    await settle(batch.slice(middle), write);
    return;
  }
  answer(batch, results);
}

/** A batch that was rolled back to resolve a deadlock left nothing behind: the same again is safe. */
async function writeThroughConflicts<I, O>(items: readonly I[], write: Write<I, O>): Promise<readonly O[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await write(items);
    } catch (error) {
      if (tries >= conflictTries || !isRolledBackByConflict(error)) throw error;
    }
  }
}

function answer<I, O>(batch: readonly Waiting<I, O>[], results: readonly O[]): void {
  if (results.length !== batch.length) {
    const error = new Error(`write() answered ${results.length} results for ${batch.length} items`);
    for (const { reject } of batch) reject(error);
    return;
  }
  for (const [index, { resolve }] of batch.entries()) resolve(results[index] as O);
}
