import { join } from 'node:path';
import { databaseConfig, readEnvironment, serviceConfig } from '@spillway/chassis';
import { version } from '../package.json';

const service = { service: 'products', version, port: 3006 };
export const migrationsFolder = join(__dirname, '../migrations');
const halfAnHour = 30 * 60_000;

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => ({
    ...serviceConfig(from, service),
    /** Milliseconds for which goods are kept for an order. Above ORDER_DEADLINE_MS of orders, or orders are confirmed in vain. */
    reservation: from.int('RESERVATION_MS', { default: halfAnHour, min: 100 }),
    /** Whether there are some goods from the beginning, for those who try things out. */
    demoCatalogue: from.bool('DEMO_CATALOGUE', { default: false }),
  }));

/** All that a migration needs. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;
