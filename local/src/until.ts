import { setTimeout as pause } from 'node:timers/promises';
import { LocalError } from './errors';
import type { Child } from './processes/child';
import { lastLines } from './processes/last-lines';

/**
 * Waits until the check answers true; a check that throws counts as "not yet".
 * Ends early, with the last lines of its log, if the process it depends on ends.
 */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  { child, timeoutMs = 60_000, everyMs = 25 }: { child?: Child; timeoutMs?: number; everyMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    if (child?.hasExited()) {
      const code = await child.exited;
      const log = lastLines(child.logFile, 15);
      throw new LocalError('PROCESS_ENDED', `${child.name} ended (${code ?? 'signal'}) before ${what}:\n${log}`);
    }
    try {
      if (await check()) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new LocalError('NOT_IN_TIME', `not within ${timeoutMs / 1000} s: ${what}`, { cause: last });
    }
    await pause(everyMs);
  }
}
