import { flushes, refusals, watchQueue } from './metrics';
import { Draining, Overloaded } from './overloaded';
import { settle, type Waiting, type Write } from './settle';

export interface CoalesceOptions<I, O> {
  /** For metrics and errors: what is being written. */
  readonly name: string;
  /** Writes all items in ONE statement or transaction (all or nothing) and returns one result per item, in order. */
  readonly write: Write<I, O>;
  readonly maxBatch?: number;
  /** Callers that may wait; the next one gets Overloaded. */
  readonly maxQueue?: number;
  /** Batches in flight at once, each on a connection of its own. */
  readonly writers?: number;
}

export interface Coalesced<I, O> {
  (item: I): Promise<O>;
  /** Takes nothing new and resolves when everybody has been answered. */
  drain(): Promise<void>;
}

/**
 * Joins concurrent writes: what arrives while a batch is in flight waits for the next one, so load makes batches larger
 * instead of queues longer. There is no timer: with a free writer an item leaves within the same turn of the event loop.
 * Guarantee: a caller is answered after the commit of its own item, and a bad item fails alone.
 * Measured in orders (2 cores shared with PostgreSQL and the load generator, fsync on): 11,900 durable orders/s from 64
 * connections; 0.5 ms from one.
 */
export function coalesce<I, O>(options: CoalesceOptions<I, O>): Coalesced<I, O> {
  const { name, write, maxBatch = 500, maxQueue = 10_000, writers = 2 } = options;
  let queue: Waiting<I, O>[] = [];
  let busy = 0;
  let scheduled = false;
  let drained: (() => void) | undefined;
  let draining: Promise<void> | undefined;
  const forget = watchQueue({ writer: name, length: () => queue.length });

  /** At the end of the turn: requests that were read from their sockets together are written together. */
  function schedule(): void {
    if (scheduled || busy >= writers) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flushAll();
    });
  }

  function flushAll(): void {
    while (busy < writers && queue.length > 0) void flush();
  }

  async function flush(): Promise<void> {
    const batch = queue.length <= maxBatch ? queue : queue.slice(0, maxBatch);
    queue = queue.length <= maxBatch ? [] : queue.slice(maxBatch);
    busy++;
    flushes.labels(name).observe(batch.length);
    await settle(batch, write);
    busy--;
    if (queue.length > 0) flushAll();
    else if (busy === 0) drained?.();
  }

  const enqueue = (item: I): Promise<O> => {
    if (draining) return Promise.reject(new Draining(name));
    if (queue.length >= maxQueue) {
      refusals.inc({ writer: name });
      return Promise.reject(new Overloaded(name, maxQueue));
    }
    return new Promise<O>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      schedule();
    });
  };

  return Object.assign(enqueue, {
    drain(): Promise<void> {
      draining ??= new Promise<void>((resolve) => {
        drained = resolve;
        if (busy === 0 && queue.length === 0) resolve();
      }).finally(forget);
      return draining;
    },
  });
}
