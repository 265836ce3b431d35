import type { Event } from '@spillway/contracts';
import { withLogFields } from '../../telemetry/log-context';
import { bounded } from './bounded';
import { correlationOf } from './correlation';
import { Abandoned, CulpritFound, type Delivery } from './delivery';
import type { RuntimeHandler } from './handler';
import { timeLimit } from './timeout';

export interface PrepareOptions {
  /** At most this many remote halves at once. */
  concurrency: number;
  /** Each of them may take this long. */
  timeoutMs: number;
}

/** Results of batches that were given up stay for the case that the partition comes back, but not without end. */
const maxRemembered = 20_000;

/** A delivery whose event has a handler. */
export interface Work {
  readonly delivery: Delivery;
  readonly event: Event;
  readonly handler: RuntimeHandler;
}

/** One message has one place; a redriven event comes at another and is prepared anew, for the world has moved on. */
const placeOf = ({ delivery: { topic, partition, offset } }: Work): string => `${topic}/${partition}/${offset}`;

/**
 * Runs the remote halves and remembers their results by the message's place until they are forgotten, so that a transaction
 * that has to be repeated does not repeat a charge or a mail. All that were begun are waited for, even when one fails.
 */
export function preparer({ concurrency, timeoutMs }: PrepareOptions) {
  const results = new Map<string, unknown>();

  function remember(work: Work, result: unknown): void {
    results.set(placeOf(work), result);
    const [oldest] = results.keys();
    if (results.size > maxRemembered && oldest !== undefined) results.delete(oldest);
  }

  const missing = (work: Work): boolean => work.handler.prepare !== undefined && !results.has(placeOf(work));

  return {
    /** @throws CulpritFound of the first delivery, in order, that failed; Abandoned when some were not even tried. */
    async prepare(work: readonly Work[], signal: AbortSignal): Promise<void> {
      const todo = work.filter(missing);
      const failures = new Map<Work, unknown>();
      const limit = timeLimit(timeoutMs, signal);
      await bounded(todo, concurrency, signal, async (item) => {
        if (failures.size > 0) return; // the batch is cut here; the rest is prepared with its own part
        try {
          const prepared = await limit.within((ends) =>
            withLogFields(correlationOf(item.delivery), async () =>
              item.handler.prepare?.(item.event, { signal: ends }),
            ),
          );
          remember(item, prepared);
        } catch (error) {
          failures.set(item, error);
        }
      });
      limit.close();
      // What fails while the partition is being given up fails for that reason, as far as anybody can tell.
      if (signal.aborted && todo.some(missing)) throw new Abandoned();
      const first = todo.find((item) => failures.has(item));
      if (first) throw new CulpritFound(first.delivery, failures.get(first));
    },
    resultOf: (work: Work): unknown => results.get(placeOf(work)),
    forget(work: readonly Work[]): void {
      for (const item of work) results.delete(placeOf(item));
    },
  };
}

export type Preparer = ReturnType<typeof preparer>;
