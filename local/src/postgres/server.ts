import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Child } from '../processes/child';
import { run } from '../processes/run';
import { startReady } from '../processes/start-ready';
import { version } from './binaries';
import { type Owner, postgresOwner } from './owner';
import { postgresProgram } from './program';
import { postgresTemplate, superuser } from './template';

/** A PostgreSQL server that can be stopped and started again on the same data and port. */
export interface PostgresServer {
  /** URL of the superuser. */
  readonly url: string;
  readonly logFile: string;
  child(): Child;
  start(): Promise<void>;
  stop(timeoutMs?: number): Promise<void>;
  kill(): Promise<void>;
}

export interface PostgresOptions {
  name?: string;
  dataDir: string;
  logFile: string;
  port: number;
  say: (line: string) => void;
  started?: ((child: Child) => void) | undefined;
}

/** A server as a child process; started when this resolves. */
export async function postgresServer(options: PostgresOptions): Promise<PostgresServer> {
  const { name = 'postgres', dataDir, logFile, port } = options;
  const owner = await ownedCluster(dataDir, options.say);
  const url = `postgres://${superuser.user}:${superuser.password}@127.0.0.1:${port}/postgres`;
  const flags = Object.entries({ ...serverSettings, port }).flatMap(([setting, value]) => [
    '-c',
    `${setting}=${value}`,
  ]);
  const program = postgresProgram('postgres', ['-D', dataDir, ...flags], dataDir, owner);
  const start = () =>
    startReady({ name, ...program, cwd: dataDir, logFile, started: options.started }, 'PostgreSQL answers', () =>
      answers(url),
    );
  let child: Child = await start();
  return {
    url,
    logFile,
    child: () => child,
    async start() {
      child = await persistently(start);
    },
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is lost.
    stop: (timeoutMs = 8_000) => child.stop({ signal: 'SIGINT', timeoutMs }),
    async kill() {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}

const serverSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  fsync: 'on',
  max_wal_size: '2GB',
  log_checkpoints: 'off',
};

/** Makes the data folder unless it is there, and gives whom it belongs to. */
async function ownedCluster(dataDir: string, say: (line: string) => void): Promise<Owner | undefined> {
  const owner = postgresOwner();
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    const { uid, gid } = statSync(dataDir);
    return owner && { uid, gid };
  }
  const template = await postgresTemplate(version, owner, say);
  mkdirSync(dirname(dataDir), { recursive: true });
  await run('cp', ['-a', join(template, 'cluster'), dataDir]);
  if (owner) chownSync(dataDir, owner.uid, owner.gid);
  return owner;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // Without a listener a connection that breaks while the server starts would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end();
  }
}

/** After SIGKILL the old sessions take a moment to notice; until then the server refuses to start on their memory. */
async function persistently(start: () => Promise<Child>, deadline = Date.now() + 5_000): Promise<Child> {
  try {
    return await start();
  } catch (error) {
    if (Date.now() > deadline) throw error;
    await pause(100);
    return persistently(start, deadline);
  }
}
