import type { Part } from '../lifecycle';
import { logger } from '../telemetry/logger';
import type { DatabaseConfig } from './config';
import { chassisMigrations, migrate } from './migrate';

/** Brings a service's database up to date: the tables of the chassis, then those in the service's own folder. */
export async function migrateService(config: DatabaseConfig, folder: string): Promise<void> {
  const applied = await migrate(config, [chassisMigrations, folder]);
  logger('migrate').info(applied.length > 0 ? 'migrations applied' : 'the database is up to date', { applied });
}

/** The same before anything else starts; safe with many instances at once. */
export const migrations = (config: DatabaseConfig, folder: string): Part => ({
  name: 'migrations',
  start: () => migrateService(config, folder),
});
