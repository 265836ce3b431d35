import type pg from 'pg';
import { logger } from '../../telemetry/logger';
import { type Retention, retain } from './retention';

const log = logger('retention');

/** Sweeps once per interval while it is not stopped; stop() waits for the slice in progress. */
export function retentionTimer(
  pool: Pick<pg.Pool, 'query'>,
  settings: Retention & { readonly retentionInterval: number },
): { stop(): Promise<void> } {
  let stopped = false;
  let sweeping: Promise<unknown> = Promise.resolve();
  let timer = setTimeout(sweep, settings.retentionInterval);

  function sweep(): void {
    sweeping = retain(pool, settings, () => stopped)
      .catch((error: unknown) => log.warn('retention failed and will be tried again', { error }))
      .then(() => {
        if (!stopped) timer = setTimeout(sweep, settings.retentionInterval);
      });
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}
