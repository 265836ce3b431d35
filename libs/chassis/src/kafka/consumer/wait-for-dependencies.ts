import { logger } from '../../telemetry/logger';
import { sparingly } from '../../telemetry/sparingly';
import { type RetryDelay, waitBeforeRetry } from '../retry-delay';
import { Abandoned, type Delivery, type Middleware, rootFailure } from './delivery';
import { retrySpans } from './failure-spans';
import { retries } from './retry';

const log = logger('consumer');
const warn = sparingly(log.warn, { by: ['group', 'topic'] }); // all partitions of a topic wait together

export interface WaitOptions extends RetryDelay {
  group: string;
  isTransient(error: unknown): boolean;
}

/**
 * A dependency that is down (database, broker, provider) is waited for without end: the partition stands, lag shows it,
 * and no message ends in a dead-letter topic for it. Heartbeats go on meanwhile (session.ts), so the group stays whole.
 * @throws Abandoned as soon as the partition has to be given up.
 */
export const waitForDependencies =
  ({ group, isTransient, ...delay }: WaitOptions): Middleware =>
  (next) =>
  async (deliveries, context) => {
    let endSpans = () => {};
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await next(deliveries, context);
          if (attempt > 1) log.info('the dependency is back', { group, attempts: attempt });
          return result;
        } catch (error) {
          if (error instanceof Abandoned || !isTransient(error)) throw error;
          if (context.signal.aborted) throw new Abandoned();
          if (attempt === 1) endSpans = begun(deliveries, group, error);
          retries.inc({ topic: deliveries[0]?.topic ?? '', group, reason: 'transient' });
          await waitBeforeRetry(attempt, { ...delay, signal: context.signal });
          if (context.signal.aborted) throw new Abandoned();
        }
      }
    } finally {
      endSpans();
    }
  };

/** Says once, however long the wait will be, in the log and in the traces of those who wait. */
function begun(deliveries: readonly Delivery[], group: string, error: unknown): () => void {
  const [first] = deliveries;
  warn('waiting for a dependency', { group, topic: first?.topic, partition: first?.partition, error });
  return retrySpans(deliveries, { group, reason: 'transient' }, rootFailure(error));
}
