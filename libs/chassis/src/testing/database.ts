import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { chassisMigrations, type Database, type DatabaseConfig, database, migrate } from '../database';

export interface TestDatabase {
  readonly config: DatabaseConfig;
  readonly db: Database;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A fresh database on the server at POSTGRES_URL, with the tables of the chassis and of the given folders. */
export async function testDatabase(
  folders: readonly string[] = [],
  settings: Partial<DatabaseConfig> = {},
): Promise<TestDatabase> {
  const server = process.env.POSTGRES_URL;
  if (server === undefined) throw new Error('POSTGRES_URL is not set: this test needs a real PostgreSQL server');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);

  const config: DatabaseConfig = { ...settings, url: addressOf(server, name) };
  await migrate(config, [chassisMigrations, ...folders]);
  const db = database(config);
  return {
    config,
    db,
    async drop() {
      await db.stop?.();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

function addressOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  client.on('error', () => {}); // the query that runs rejects with it
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
