import { join } from 'node:path';
import { LocalError } from '../errors';
import { freePort } from '../ports';
import { serviceDatabase, urlOf } from '../postgres/databases';
import { type PostgresServer, postgresServer } from '../postgres/server';
import type { Child } from '../processes/child';
import { hasDatabase, type ServiceName } from './services';

/** The databases of the services: on one server, but for services that were given one of their own. */
export interface Postgres {
  /** What the service connects with: its own role. */
  url(service: ServiceName): string;
  /** The same database, as superuser: for those who check, not for services. */
  adminUrl(service: ServiceName): string;
  /** Stops the server of the service, and with it every service on the same server; without a service: all servers. */
  stop(service?: ServiceName): Promise<void>;
  start(service?: ServiceName): Promise<void>;
  kill(service?: ServiceName): Promise<void>;
  readonly servers: readonly PostgresServer[];
}

export interface PostgresOptions {
  dataDir: string;
  logs: string;
  port: number;
  services: readonly ServiceName[];
  separateFor: readonly ServiceName[];
  external?: string | undefined;
  say: (line: string) => void;
  started?: ((child: Child) => void) | undefined;
}

/** Starts the servers, and makes sure that every service has its database and its role. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { services, separateFor, external } = options;
  const start = (name: string, port: number) =>
    postgresServer({
      name,
      port,
      dataDir: join(options.dataDir, name),
      logFile: join(options.logs, `${name}.log`),
      say: options.say,
      started: options.started,
    });
  const shared = external === undefined ? await start('postgres', options.port) : undefined;
  const own = new Map<ServiceName, PostgresServer>();
  const servers = () => [...(shared ? [shared] : []), ...own.values()];
  try {
    for (const name of separateFor) own.set(name, await start(`postgres-${name}`, await freePort()));
    const serverUrl = (name: ServiceName) => own.get(name)?.url ?? shared?.url ?? external ?? '';
    const urls = new Map<ServiceName, string>();
    for (const name of services.filter(hasDatabase)) urls.set(name, await serviceDatabase(serverUrl(name), name));
    const serversOf = (name?: ServiceName) => (name ? [own.get(name) ?? ours(shared)] : servers());
    return {
      url: (name) => urls.get(name) ?? '',
      adminUrl: (name) => urlOf(serverUrl(name), name),
      stop: (name) => all(serversOf(name), (server) => server.stop()),
      start: (name) => all(serversOf(name), (server) => server.start()),
      kill: (name) => all(serversOf(name), (server) => server.kill()),
      servers: servers(),
    };
  } catch (error) {
    await all(servers(), (server) => server.stop());
    throw error;
  }
}

const all = async (servers: readonly PostgresServer[], act: (server: PostgresServer) => Promise<void>) =>
  void (await Promise.all(servers.map(act)));

function ours(server: PostgresServer | undefined): PostgresServer {
  if (server) return server;
  throw new LocalError('NOT_OURS', 'the PostgreSQL of POSTGRES_URL is not ours to start or stop');
}
