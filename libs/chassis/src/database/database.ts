import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Part } from '../lifecycle/part';
import { logger } from '../telemetry/logger';
import { sparingly } from '../telemetry/sparingly';
import { type DatabaseConfig, databaseDefaults } from './config';
import { connectionOptions } from './connection';
import { isTransientDatabaseError } from './errors';
import { byKey } from './planner';
import { watchPool } from './pool-metrics';
import { runTransaction } from './transaction';
import { type Tx, txOf } from './tx';

const log = logger('database');
const warn = sparingly(log.warn);

export interface Database extends Part, Tx {
  /** Runs `work` between BEGIN and COMMIT on one connection; an error rolls everything back and is thrown on. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
}

/** A pool of connections. Connections that break are replaced; nothing it does ends the process. */
export function database(config: DatabaseConfig): Database {
  const pool = new pg.Pool({
    ...connectionOptions(config),
    options: byKey,
    max: config.poolMax ?? databaseDefaults.poolMax,
  });
  // The pool listens only while a client is idle, the client itself must be listened to while it is in use.
  pool.on('error', (error) => warn('idle database connection lost', { error }));
  pool.on('connect', (client) => client.on('error', (error) => log.debug('database connection lost', { error })));

  let stopped = false;
  let forget = (): void => {};

  return {
    name: 'database',
    pool,
    query: txOf(pool).query,
    transaction: (work) => runTransaction(pool, work),

    async start() {
      forget = watchPool(pool);
      for (let attempt = 1; ; attempt++) {
        try {
          await pool.query('SELECT 1');
          return;
        } catch (error) {
          if (stopped || !isTransientDatabaseError(error)) throw error;
          log.warn('waiting for the database', { attempt, error });
          await delay(Math.min(5_000, 100 * 2 ** attempt));
        }
      }
    },

    async stop() {
      if (stopped) return;
      stopped = true;
      forget();
      await pool.end();
    },

    async notReady() {
      try {
        await pool.query('SELECT 1');
        return undefined;
      } catch (error) {
        return `the database does not answer: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}
