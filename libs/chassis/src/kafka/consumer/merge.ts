import { AsyncLocalStorage } from 'node:async_hooks';
import type { Delivery, Middleware, ProcessContext } from './delivery';

interface Call {
  /** Runs with the log fields and the trace of the caller, whoever else's call starts the run. */
  inContext<T>(work: () => T): T;
  deliveries: readonly Delivery[];
  context: ProcessContext;
  resolve(): void;
  reject(error: unknown): void;
}

export interface MergeOptions {
  /** At most this many messages in one run of the rest of the pipeline (a single call may be larger). */
  maxSize: number;
  /** How many runs may be under way at once. */
  parallel: number;
}

/**
 * Lets partitions that have work at the same time share one transaction. One fetch brings a few messages of each of many
 * partitions; a transaction for each would cost a commit, and so an fsync, for each.
 * Guarantee: a call settles with its own fate. When a shared run fails, each call is run again on its own, so that one
 * partition's poison never fails another's messages; the inbox keeps what was already done from being done twice.
 */
export const merge =
  ({ maxSize, parallel }: MergeOptions): Middleware =>
  (next) => {
    const ofNobody = AsyncLocalStorage.snapshot();
    const waiting: Call[] = [];
    let running = 0;
    let scheduled = false;

    function take(): Call[] {
      let size = 0;
      let count = 0;
      for (const call of waiting) {
        size += call.deliveries.length;
        if (count > 0 && size > maxSize) break;
        count++;
      }
      return waiting.splice(0, count);
    }

    const alone = async ({ deliveries, context, resolve, reject, inContext }: Call) =>
      inContext(() => next(deliveries, context)).then(resolve, reject);

    async function together(calls: readonly Call[]): Promise<void> {
      const signals = new Set(calls.map((call) => call.context.signal)); // as a rule one: that of the assignment
      const [only] = signals;
      const signal = signals.size === 1 && only ? only : AbortSignal.any([...signals]);
      try {
        const deliveries = calls.flatMap((call) => call.deliveries);
        await ofNobody(() => next(deliveries, { signal }));
        for (const call of calls) call.resolve();
      } catch {
        // Not swallowed: each call meets the failure again by itself, and reports it, if it is its own.
        for (const call of calls) await alone(call);
      }
    }

    function run(): void {
      scheduled = false;
      while (running < parallel && waiting.length > 0) {
        const calls = take();
        const [only] = calls;
        running++;
        void (calls.length === 1 && only ? alone(only) : together(calls)).finally(() => {
          running--;
          run();
        });
      }
    }

    return (deliveries, context) =>
      new Promise((resolve, reject) => {
        waiting.push({ deliveries, context, resolve, reject, inContext: AsyncLocalStorage.snapshot() });
        if (scheduled) return;
        scheduled = true;
        setImmediate(run); // all partitions of one fetch call in the same turn of the event loop
      });
  };
