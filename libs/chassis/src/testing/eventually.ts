import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../telemetry/error-shape';

export interface EventuallyOptions {
  /** How long the state may take to come. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/**
 * Waits for a state: reads again and again until `read` gives something other than undefined, false or null without throwing.
 * When the time is up it rejects with the last failure as the cause, so that the test shows what was there instead.
 *
 *   const order = await eventually(() => find(id));
 *   await eventually(async () => { expect(await count()).toBe(3); return true; });
 */
export async function eventually<T>(
  read: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 20 }: EventuallyOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await read();
      if (value !== undefined && value !== null && value !== false)
        return value as Exclude<T, undefined | null | false>;
      last = new Error(`The state was still ${value}`);
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) break;
    await delay(everyMs);
  }
  const why = messageOf(last);
  throw new Error(`Waited ${timeoutMs} ms in vain: ${why}`, { cause: last });
}
