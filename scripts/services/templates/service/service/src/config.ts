import { join } from 'node:path';
import { databaseConfig, readEnvironment, serviceConfig } from '@spillway/chassis';
import { version } from '../package.json';

const service = { service: '{{name}}', version, port: {{port}} };
export const migrationsFolder = join(__dirname, '../migrations');

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => ({
    ...serviceConfig(from, service),
  }));

/** All that a migration needs. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;
