import type pg from 'pg';
import { logger } from '../../telemetry/logger';
import { wakeChannel } from './leader-lock';

const log = logger('relay');

/** NOTIFY takes a global lock at its commit: never inside the transactions it is about, and never more often than this. */
const quietMs = 20;

/** Wakes the leader in another process. What comes during the quiet time is told at its end: nothing is left untold. */
export function waker(pool: Pick<pg.Pool, 'query'>, relay: string): { wake(): void; stop(): void } {
  let quiet: NodeJS.Timeout | undefined;
  let again = false;

  function tell(): void {
    again = false;
    quiet = setTimeout(() => {
      quiet = undefined;
      if (again) tell();
    }, quietMs);
    pool
      .query({ name: 'relay-wake', text: 'SELECT pg_notify($1, $2)', values: [wakeChannel, relay] })
      // The leader also polls: a lost wake-up costs milliseconds.
      .catch((error: unknown) => log.debug('the leader could not be woken', { relay, error }));
  }

  return {
    wake() {
      if (quiet) again = true;
      else tell();
    },
    stop() {
      clearTimeout(quiet);
      again = false;
    },
  };
}
