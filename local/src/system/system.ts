import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { allTopics } from '@spillway/contracts';
import type { Broker } from '../kafka/broker';
import { createTopics } from '../kafka/topics';
import type { LogSink } from '../logs/follow';
import type { Child } from '../processes/child';
import { repositoryRoot } from '../root';
import { temporaryFolder } from '../temporary-folder';
import { environmentOf } from './environment';
import { type Fleet, type FleetOptions, fleet } from './fleet';
import { type Infrastructure, startInfrastructure } from './infrastructure';
import type { Instance } from './instance';
import type { MailAddresses } from './mail';
import { type Ports, randomPorts } from './ports';
import type { Postgres } from './postgres';
import { type ServiceName, serviceNames } from './services';
import { watcher } from './watcher';

export interface SystemOptions {
  /** Where the data (kafka/, postgres/) and the log files (logs/) are; what is there is used again. */
  dataDir: string;
  ports: 'random' | Ports;
  /** All, unless said. An empty list gives Kafka, PostgreSQL and mail alone. */
  services?: readonly ServiceName[];
  /** Settings of a service beyond those of the table. */
  env?: Partial<Record<ServiceName, Record<string, string>>>;
  /** Services whose database gets a server of its own, so that it can be stopped alone. */
  separatePostgresFor?: readonly ServiceName[];
  /** A Kafka and a PostgreSQL (superuser URL) to use instead of own ones. */
  external?: { brokers?: string | undefined; postgresUrl?: string | undefined };
  /** Is given every line that a process writes into its log file. */
  log?: LogSink;
  /** Is told what takes its time while the system starts. */
  say?: (line: string) => void;
  /** Is told of a process that ends although nobody asked it to. Nothing is started again. */
  onUnexpectedEnd?: (child: Child, code: number | null) => void;
}

/** The whole system as processes of this machine. */
export interface System {
  readonly kafka: Broker;
  readonly postgres: Postgres;
  readonly mail: MailAddresses & { readonly logFile: string; readonly pid: number };
  /** The folder of the log files. */
  readonly logs: string;
  instances(service: ServiceName): readonly Instance[];
  /** Starts one more instance on a free port; ready when this resolves. */
  addInstance(service: ServiceName, env?: Record<string, string>): Promise<Instance>;
  /** URL of the first instance. */
  url(service: ServiceName): string;
  /** Services first, then Kafka, PostgreSQL and mail; under 10 s, and leaves no process. */
  stop(): Promise<void>;
}

/** Starts everything; every service answers /readyz with 200 when this resolves. If it rejects, nothing is left running. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, services = serviceNames, separatePostgresFor = [], external = {}, say = () => undefined } = options;
  const ports = options.ports === 'random' ? await randomPorts() : options.ports;
  const root = repositoryRoot();
  const logs = join(dataDir, 'logs');
  // The logs are of this start; what an earlier one said would only mislead.
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const watch = watcher(options);
  const { started } = watch;
  const below = await startInfrastructure({
    dataDir,
    logs,
    ports,
    services,
    separatePostgresFor,
    external,
    say,
    started,
  });
  const url = (service: string) => `http://127.0.0.1:${ports.services[service as ServiceName]}`;
  const instances = fleetOn(below, options, { root, logs, started, url });
  const stopAll = async () => {
    await instances.stop(6_000);
    await below.stop();
    watch.stop();
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  try {
    await createTopics(below.kafka.brokers, allTopics());
    await Promise.all(services.map((name) => instances.add(name, { port: ports.services[name] })));
  } catch (error) {
    await stop();
    throw error;
  }
  const { kafka, postgres, mail } = below;
  return {
    kafka,
    postgres,
    mail: { smtpUrl: mail.smtpUrl, apiUrl: mail.apiUrl, logFile: mail.child.logFile, pid: mail.child.pid },
    logs,
    instances: instances.of,
    addInstance: (service, env = {}) => instances.add(service, { env }),
    url,
    stop,
  };
}

/** A system of nobody else's: random ports, a folder that goes with it. For tests, the demo and the benchmark. */
export async function startTemporarySystem(options: Omit<SystemOptions, 'dataDir' | 'ports'> = {}): Promise<System> {
  const dataDir = temporaryFolder();
  const remove = () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    const system = await startSystem({ ...options, dataDir, ports: 'random' });
    const stop = async () => {
      await system.stop();
      await system.kafka.remove();
      await remove();
    };
    return { ...system, stop };
  } catch (error) {
    // The log files are gone with the folder; the error carries the lines that matter.
    await remove();
    throw error;
  }
}

function fleetOn(
  below: Infrastructure,
  options: SystemOptions,
  { url, ...place }: Pick<FleetOptions, 'root' | 'logs' | 'started'> & { url(service: string): string },
): Fleet {
  const { kafka, postgres, mail } = below;
  return fleet({
    ...place,
    environmentOf: (name) =>
      environmentOf(name, {
        brokers: kafka.brokers,
        databaseUrl: postgres.url(name),
        mail,
        url,
        extra: options.env?.[name],
      }),
  });
}
