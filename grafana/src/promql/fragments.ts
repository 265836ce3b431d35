import { byTarget } from '../lateness';

/** Bucket of a histogram. Prometheus 3 writes `10.0` where the service says `10`; older ones take it as it comes. */
export const upTo = (seconds: number): string => `le=~"${seconds}|${seconds.toFixed(1).replace('.', '[.]')}"`;

/** What the platform asks all the time is no request of anybody's. */
export const realRoutes = 'route!~"/livez|/readyz|/metrics"';

/** The oldest unprocessed message of each group that is later than its owner allows. */
export const overTarget = (by: string): string =>
  byTarget()
    .map(
      ([seconds, groups]) =>
        `max by (${by}) (kafka_consumer_oldest_unprocessed_age_seconds{group=~"${groups}"}) > ${seconds}`,
    )
    .join('\nor\n');

/**
 * What a counter gained within a window, the first count of a new series included: a counter of failures comes into being
 * with its first failure, at 1, and `increase` alone would see nothing.
 */
export const arrived = (counter: string, by: string, window: string): string =>
  `sum by (${by}) (increase(${counter}[${window}]) > 0 or (${counter} unless ${counter} offset ${window}))`;
