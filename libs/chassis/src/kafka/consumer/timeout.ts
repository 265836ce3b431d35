import { Abandoned } from './delivery';

/**
 * A handler's remote half took longer than allowed. The last resort, against a handler that never ends for its message's own
 * sake: so it counts as an unknown failure. A dependency that answers nobody is noticed before, by the client's own, shorter
 * limit, which is Transient. Were this one waited for without end, a single such message would hold up its partition for good,
 * and with it all partitions of that broker in the process (kafkajs fetches again when all that it fetched is settled).
 */
export class ProcessingTimeout extends Error {
  readonly code = 'PROCESSING_TIMEOUT';

  constructor(ms: number) {
    super(`The remote half of the handler took longer than ${ms} ms (KAFKA_PROCESSING_TIMEOUT)`);
    this.name = 'ProcessingTimeout';
  }
}

/** What is under way when the partition has to be given up may still come to its end within this time: most remote calls do. */
const graceMs = 1_000;

/**
 * Limits many pieces of work at once: each gets `ms` of its own, and all end a little after `outer` is aborted. One
 * listener on `outer` serves them all, and errors are made only when they are needed: this runs for every event.
 * The durable half of a handler needs none of this: the database limits its own statements.
 */
export function timeLimit(ms: number, outer: AbortSignal) {
  const running = new Set<() => void>();
  const giveUp = () => {
    for (const abandon of running) abandon();
  };
  outer.addEventListener('abort', giveUp, { once: true });

  return {
    /**
     * Runs the work with a signal that is aborted when its time is up, and does not wait for work that ignores it.
     * @throws ProcessingTimeout, Abandoned
     */
    within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        const limit = new AbortController();
        let timer: NodeJS.Timeout | undefined;
        const endAfter = (delay: number, why: () => Error) => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            const error = why();
            limit.abort(error);
            settle(() => reject(error));
          }, delay);
        };
        const abandon = () => endAfter(Math.min(ms, graceMs), () => new Abandoned());
        const settle = (how: () => void) => {
          clearTimeout(timer);
          running.delete(abandon);
          how();
        };
        running.add(abandon);
        if (outer.aborted) abandon();
        else endAfter(ms, () => new ProcessingTimeout(ms));
        work(limit.signal).then(
          (value) => settle(() => resolve(value)),
          (error: unknown) => settle(() => reject(error)),
        );
      });
    },
    /** Lets go of `outer`. */
    close: () => outer.removeEventListener('abort', giveUp),
  };
}
