import type { Env } from '@spillway/chassis';
import { defaultSchedule } from './schedule';

export interface WebhookConfig {
  /** Lets webhooks go to private networks, and over plain http: for development and for closed networks. */
  readonly allowPrivate: boolean;
  /** Waits between attempts in milliseconds; one attempt more than there are waits. */
  readonly schedule: readonly number[];
  readonly timeoutMs: number;
  /** Calls at once. */
  readonly concurrency: number;
  /** How often the queue is looked at while it is empty. */
  readonly pollMs: number;
}

const longest = 7 * 24 * 3_600_000;

export function webhookConfig(from: Env): WebhookConfig {
  return {
    allowPrivate: from.bool('WEBHOOK_ALLOW_PRIVATE', { default: false }),
    schedule: scheduleOf(from),
    timeoutMs: from.int('WEBHOOK_TIMEOUT_MS', { default: 10_000, min: 100, max: 120_000 }),
    concurrency: from.int('WEBHOOK_CONCURRENCY', { default: 20, min: 1, max: 1_000 }),
    pollMs: from.int('WEBHOOK_POLL_MS', { default: 500, min: 10 }),
  };
}

function scheduleOf(from: Env): number[] {
  const waits = from.list('WEBHOOK_SCHEDULE_MS', { default: defaultSchedule.map(String) }).map(Number);
  if (waits.some((wait) => !Number.isSafeInteger(wait) || wait < 0 || wait > longest)) {
    from.fail('WEBHOOK_SCHEDULE_MS', `must be whole milliseconds up to ${longest}, separated by commas`);
  }
  return waits;
}
