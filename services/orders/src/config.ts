import { join } from 'node:path';
import { databaseConfig, readEnvironment, serviceConfig } from '@spillway/chassis';
import { version } from '../package.json';

const service = { service: 'orders', version, port: 3001 };
export const migrationsFolder = join(__dirname, '../migrations');
const quarterOfAnHour = 15 * 60_000;

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => {
    const common = serviceConfig(from, service);
    return {
      ...common,
      /** Milliseconds an order may stay pending. */
      orderDeadline: from.int('ORDER_DEADLINE_MS', { default: quarterOfAnHour, min: 100 }),
    };
  });

/** All that a migration needs. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;
