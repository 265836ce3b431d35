import { join } from 'node:path';
import { LocalError } from '../errors';
import { isFree } from '../ports';
import type { Child } from '../processes/child';
import { startPrometheus } from '../prometheus/start';
import { portOf } from '../system/ports';
import { type ServiceName, serviceNames } from '../system/services';
import type { System } from '../system/system';
import { startTraces } from '../traces/start';

/** What OBSERVE=1 starts beside the system. */
export interface Observers {
  /** For people: what it is, where, and where it writes. */
  readonly shown: readonly { readonly name: string; readonly url: string; readonly logFile: string }[];
  stop(): Promise<void>;
}

export interface Observing {
  /** What services are told so that their traces are seen. */
  readonly env: Partial<Record<ServiceName, Record<string, string>>>;
  /** If one of them does not start, the system is stopped: who asked for all should not have to look for one. */
  beside(system: System): Promise<Observers>;
}

interface Place {
  readonly dataDir: string;
  readonly say: (line: string) => void;
  readonly died: (child: Child, code: number | null) => void;
}

/**
 * OBSERVE=1: a Prometheus with the alert rules on PROMETHEUS_PORT, and a Zipkin on ZIPKIN_PORT that is given the traces by a
 * collector on COLLECTOR_PORT. Undefined where nobody asked for it.
 */
export async function observing(env: NodeJS.ProcessEnv, place: Place): Promise<Observing | undefined> {
  if (['', '0', 'false'].includes(env.OBSERVE ?? '')) return undefined;
  const ports = {
    prometheus: await freePortOf(env, 'prometheus', 9090),
    zipkin: await freePortOf(env, 'zipkin', 9411),
    collector: await freePortOf(env, 'collector', 4318),
  };
  const traced = {
    OTEL_EXPORTER_OTLP_ENDPOINT: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? `http://127.0.0.1:${ports.collector}`,
    // All of them: there are few, and the collector chooses.
    OTEL_TRACES_SAMPLER_ARG: env.OTEL_TRACES_SAMPLER_ARG ?? '1',
  };
  return {
    env: Object.fromEntries(serviceNames.map((name) => [name, traced])),
    async beside(system) {
      try {
        return await start(system, ports, env, place);
      } catch (error) {
        await system.stop();
        throw error;
      }
    },
  };
}

async function freePortOf(env: NodeJS.ProcessEnv, name: string, standard: number): Promise<number> {
  const variable = `${name.toUpperCase()}_PORT`;
  const port = portOf(env, variable, standard);
  if (await isFree(port)) return port;
  throw new LocalError('PORT_IN_USE', `Port ${port} for ${name} is in use: set ${variable} to another`);
}

type Ports = Readonly<Record<'prometheus' | 'zipkin' | 'collector', number>>;

async function start(system: System, ports: Ports, env: NodeJS.ProcessEnv, place: Place): Promise<Observers> {
  const { dataDir, say, died } = place;
  const started = (child: Child) =>
    void child.exited.then((code) => {
      if (!child.wasAsked()) died(child, code);
    });
  const [prometheus, traces] = await Promise.allSettled([
    startPrometheus({
      dataDir: join(dataDir, 'prometheus'),
      logFile: join(system.logs, 'prometheus.log'),
      port: ports.prometheus,
      targets: Object.fromEntries(serviceNames.map((name) => [name, system.url(name)])),
      namespace: 'local',
      everySeconds: 5,
      started,
    }),
    startTraces({ logs: system.logs, ports, env, say, started }),
  ]);
  const stop = async () => {
    if (traces.status === 'fulfilled') await traces.value.stop();
    if (prometheus.status === 'fulfilled') await prometheus.value.stop();
  };
  if (prometheus.status === 'rejected' || traces.status === 'rejected') {
    await stop();
    throw prometheus.status === 'rejected' ? prometheus.reason : (traces as PromiseRejectedResult).reason;
  }
  const { url, endpoint, logFiles } = traces.value;
  const shown = [
    { name: 'prometheus', url: prometheus.value.url, logFile: prometheus.value.logFile },
    { name: 'zipkin', url, logFile: logFiles.zipkin },
    { name: 'collector', url: endpoint, logFile: logFiles.collector },
  ];
  return { shown, stop };
}
