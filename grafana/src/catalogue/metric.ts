import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  hasDatabase,
  repositoryRoot,
  type ServiceEntry,
  type ServiceName,
  serviceNames,
  services,
} from '@spillway/local';

/** One metric as the code defines it, before anything has been counted. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labels: readonly string[];
}

// The parts of a service are made as its main makes them, and never started: nothing is connected to.
const program = `
  const { createRequire } = require('node:module');
  const of = createRequire(process.cwd() + '/package.json');
  const { lifecycle } = of('@spillway/chassis');
  const { telemetry } = of('@spillway/chassis/telemetry');
  const { readConfig } = require('./dist/config.js');
  const { wire } = require('./dist/wire.js');
  const config = readConfig(process.env);
  telemetry(config.telemetry);
  wire(lifecycle(config.lifecycle), config);
  const metrics = of('prom-client').register.getMetricsAsArray();
  const told = metrics.map(({ name, type, help, labelNames }) => ({ name, type, help, labels: labelNames }));
  process.stdout.write(JSON.stringify(told), () => process.exit(0));`;

const nowhere = 'http://127.0.0.1:9';

/** Everything a service exposes at /metrics, by name. */
export function metricsOf(service: ServiceName): Metric[] {
  const env = {
    ...(services[service] as ServiceEntry).env?.({ mail: { smtpUrl: 'sink:', apiUrl: nowhere }, url: () => nowhere }),
    PATH: process.env.PATH,
    KAFKA_BROKERS: '127.0.0.1:9',
    LOG_LEVEL: 'silent',
    ...(hasDatabase(service) && { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' }),
  };
  const cwd = join(repositoryRoot(), 'services', service);
  const told = execFileSync(process.execPath, ['-e', program], { cwd, env, encoding: 'utf8' });
  return (JSON.parse(told) as Metric[]).sort((a, b) => a.name.localeCompare(b.name));
}

let read: ReadonlyMap<ServiceName, readonly Metric[]> | undefined;

/** The metrics of all services; read once a process, as each costs the start of one. */
export function allMetrics(): ReadonlyMap<ServiceName, readonly Metric[]> {
  read ??= new Map(serviceNames.map((name) => [name, metricsOf(name)]));
  return read;
}
