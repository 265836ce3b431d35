import { join } from 'node:path';
import { databaseConfig, readEnvironment, serviceConfig } from '@spillway/chassis';
import { version } from '../package.json';
import { providerConfig } from './provider/config';

const service = { service: 'payments', version, port: 3002 };
export const migrationsFolder = join(__dirname, '../migrations');

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => {
    const common = serviceConfig(from, service);
    return { ...common, provider: providerConfig(from, { processingTimeout: common.kafka.processingTimeout }) };
  });

/** All that a migration needs. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;
