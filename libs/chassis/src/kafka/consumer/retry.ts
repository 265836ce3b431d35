import { Counter } from 'prom-client';
import { classify } from '../../errors';
import { type RetryDelay, waitBeforeRetry } from '../retry-delay';
import { Abandoned, type Middleware, rootFailure } from './delivery';
import { FailedAttempts } from './failed-attempts';
import { retrySpans } from './failure-spans';

export const retries = new Counter({
  name: 'message_retries_total',
  help: 'Messages tried again, by reason: transient (waited for), unknown (a few tries)',
  labelNames: ['topic', 'group', 'reason'],
});

export interface RetryOptions extends RetryDelay {
  group: string;
  maxAttempts: number;
}

/**
 * Tries a single message of unknown failure a few times; a permanent failure is passed on at once, as is any failure of
 * a batch of many (which is isolated first: a batch must not be tried over and over for one message).
 * @throws FailedAttempts with the first and the last failure, Abandoned when the partition has to be given up meanwhile.
 */
export const retry =
  ({ group, maxAttempts, ...delay }: RetryOptions): Middleware =>
  (next) =>
  async (deliveries, context) => {
    let attempts: FailedAttempts | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return await next(deliveries, context);
      } catch (error) {
        const [delivery] = deliveries;
        if (error instanceof Abandoned || deliveries.length > 1 || !delivery) throw error;
        attempts = FailedAttempts.and(attempts, rootFailure(error));
        if (classify(error) === 'permanent' || attempt >= maxAttempts) throw attempts;
        retries.inc({ topic: delivery.topic, group, reason: 'unknown' });
        const endSpans = retrySpans(deliveries, { group, reason: 'unknown' }, rootFailure(error));
        await waitBeforeRetry(attempt, { ...delay, signal: context.signal });
        endSpans();
        if (context.signal.aborted) throw new Abandoned();
      }
    }
  };
