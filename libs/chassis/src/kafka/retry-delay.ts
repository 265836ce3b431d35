import { setTimeout as delay } from 'node:timers/promises';

export interface RetryDelay {
  /** The first wait; each further one is twice as long. */
  initialMs?: number;
  maxMs?: number;
  /** Ends the wait early, without an error. */
  signal?: AbortSignal;
}

/** Exponential with full jitter (a random share of the step, at least a tenth), so that many waiters do not come back at once. */
export function retryDelayMs(
  attempt: number,
  { initialMs = 100, maxMs = 5_000 }: RetryDelay = {},
  random = Math.random,
): number {
  const step = Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(step * (0.1 + 0.9 * random()));
}

/** Sleeps before attempt number `attempt` + 1. Resolves early when the signal is aborted. */
export async function waitBeforeRetry(attempt: number, options: RetryDelay = {}): Promise<void> {
  try {
    await delay(retryDelayMs(attempt, options), undefined, { signal: options.signal });
  } catch (error) {
    if (!options.signal?.aborted) throw error;
  }
}
