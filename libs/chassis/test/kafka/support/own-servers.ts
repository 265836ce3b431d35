import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Server {
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** What a container leaves behind; a process leaves nothing. */
  remove?(): Promise<void>;
}

export interface OwnBroker extends Server {
  readonly brokers: string;
}

export interface OwnPostgres extends Server {
  readonly url: string;
}

interface Place {
  dataDir: string;
  logFile: string;
  say(line: string): void;
}

// The library of local/, built before any test runs. No dependency of the package: only these tests stop servers.
const local = resolve(__dirname, '../../../../../local/dist');
const { freePort } = require(join(local, 'ports')) as { freePort(): Promise<number> };
const { startKafka } = require(join(local, 'kafka/start')) as {
  startKafka(options: Place & { port: number; controllerPort: number }): Promise<OwnBroker>;
};
const { postgresServer } = require(join(local, 'postgres/server')) as {
  postgresServer(options: Place & { port: number }): Promise<OwnPostgres>;
};

/** Starts a server in a folder that goes with it. `end` may be called however the server stands. */
async function own<S extends Server>(begin: (place: Place) => Promise<S>): Promise<S & { end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-test-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another user where we are root
  const place = { dataDir: join(folder, 'data'), logFile: join(folder, 'log'), say: () => undefined };
  const server = await begin(place);
  return Object.assign(server, {
    async end() {
      await server.kill();
      await server.remove?.();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

/** A broker that a test may stop and start. */
export const ownBroker = () =>
  own(async (place) => startKafka({ ...place, port: await freePort(), controllerPort: await freePort() }));

/** A PostgreSQL that a test may stop and start. */
export const ownPostgres = () => own(async (place) => postgresServer({ ...place, port: await freePort() }));
