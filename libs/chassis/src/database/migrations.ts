import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from '../lifecycle';
import { logger } from '../telemetry/logger';
import type { DatabaseConfig } from './config';
import { isTransientDatabaseError } from './errors';
import { chassisMigrations, migrate } from './migrate';

const log = logger('migrate');

/**
 * Brings a service's database up to date: the tables of the chassis, then those in the service's own folder. Waits for a
 * database that cannot be reached yet: one that is coming up, or behind a network policy that does not know of a pod that
 * has only just started.
 */
export async function migrateService(config: DatabaseConfig, folder: string, patienceMs = 60_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const applied = await migrate(config, [chassisMigrations, folder]);
      return void log.info(applied.length > 0 ? 'migrations applied' : 'the database is up to date', { applied });
    } catch (error) {
      // What fails inside a migration is a MigrationError, and would fail again.
      if (!isTransientDatabaseError(error) || performance.now() > deadline) throw error;
      log.warn('the database cannot be reached yet', { error });
      await delay(1_000);
    }
  }
}

/** The same before anything else starts; safe with many instances at once. */
export const migrations = (config: DatabaseConfig, folder: string): Part => ({
  name: 'migrations',
  start: () => migrateService(config, folder),
});
