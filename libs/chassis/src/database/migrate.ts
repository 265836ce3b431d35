import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { logger } from '../telemetry/logger';
import type { DatabaseConfig } from './config';
import { connect } from './connection';
import { type Migration, MigrationError, readMigrations } from './migration';

const log = logger('migrate');

/** Any number of our own: the same in every release, or two of them would migrate at once. */
const lockKey = '7741096432001';

/** The tables that the chassis brings along; goes first in the list of folders. */
export const chassisMigrations = join(__dirname, '../../migrations');

/**
 * Brings a database up to date with the *.sql files of the folders and returns the names of those it applied.
 * Each file runs once, in a transaction of its own, in the order of folders and names. Processes that start together
 * wait for each other. A file that has changed after it was applied is refused; applied ones that are unknown here are
 * left alone: an older release may start beside a newer one.
 */
export async function migrate(config: DatabaseConfig, folders: readonly string[]): Promise<string[]> {
  const migrations = await readMigrations(folders);
  const client = await connect({ ...config, statementTimeoutMs: 0 }, 'migrate');
  try {
    await lock(client);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations');
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const { name, checksum } of migrations) {
      if (applied.has(name) && applied.get(name) !== checksum) throw MigrationError.changed(name);
    }
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** Asks again and again instead of waiting inside a statement: a waiting statement's snapshot would block CREATE INDEX CONCURRENTLY for ever. */
async function lock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [lockKey]);
    if (rows[0]?.got) return;
    await delay(100);
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  // One multi-statement query is one transaction, unless the file says that it must not be.
  const record = `INSERT INTO migrations (name, checksum) VALUES (${client.escapeLiteral(name)}, '${checksum}')`;
  const alone = sql.startsWith('-- no transaction');
  try {
    if (alone) await client.query(sql);
    await client.query(alone ? record : `BEGIN;\n${sql}\n;${record};\nCOMMIT`);
  } catch (error) {
    if (!alone) await client.query('ROLLBACK').catch(() => {});
    throw MigrationError.failed(name, error);
  }
  log.info('migration applied', { migration: name });
}
