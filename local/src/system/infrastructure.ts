import { join } from 'node:path';
import type { Broker } from '../kafka/broker';
import { startKafka } from '../kafka/start';
import { freePort } from '../ports';
import type { Child } from '../processes/child';
import { type Mail, startMail } from './mail';
import type { Ports } from './ports';
import { type Postgres, startPostgres } from './postgres';
import type { ServiceName } from './services';

/** What the services stand on. */
export interface Infrastructure {
  readonly kafka: Broker;
  readonly postgres: Postgres;
  readonly mail: Mail;
  stop(): Promise<void>;
}

export interface InfrastructureOptions {
  dataDir: string;
  logs: string;
  ports: Ports;
  services: readonly ServiceName[];
  separatePostgresFor: readonly ServiceName[];
  external: { brokers?: string | undefined; postgresUrl?: string | undefined };
  say: (line: string) => void;
  started: (child: Child) => void;
}

/** Starts Kafka, PostgreSQL and the mail catcher side by side. If one does not start, the others are stopped. */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { dataDir, logs, ports, say, started, services, separatePostgresFor: separateFor, external } = options;
  const place = { dataDir: join(dataDir, 'kafka'), logFile: join(logs, 'kafka.log') };
  const controllerPort = await freePort();
  const [kafka, postgres, mail] = await Promise.allSettled([
    startKafka({ ...place, port: ports.kafka, controllerPort, external: external.brokers, say, started }),
    startPostgres({ ...options, port: ports.postgres, services, separateFor, external: external.postgresUrl }),
    startMail({ smtpPort: ports.smtp, httpPort: ports.mail, logs, started }),
  ]);
  const stop = () =>
    together([
      async () => kafka.status === 'fulfilled' && kafka.value.stop(3_500),
      async () => postgres.status === 'fulfilled' && stopServers(postgres.value),
      async () => mail.status === 'fulfilled' && mail.value.child.stop({ timeoutMs: 1_000 }),
    ]);
  if (kafka.status === 'fulfilled' && postgres.status === 'fulfilled' && mail.status === 'fulfilled') {
    return { kafka: kafka.value, postgres: postgres.value, mail: mail.value, stop };
  }
  await stop();
  throw [kafka, postgres, mail].find((start) => start.status === 'rejected')?.reason;
}

const stopServers = (postgres: Postgres) => Promise.all(postgres.servers.map((server) => server.stop(3_500)));

/** Runs all to their end, whatever the others do; then throws the first failure, if there is one. */
async function together(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const results = await Promise.allSettled(steps.map((step) => step()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
