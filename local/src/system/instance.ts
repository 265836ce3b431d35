import { resolve } from 'node:path';
import { type Child, startChild } from '../processes/child';
import { until } from '../until';
import type { ServiceName } from './services';

/** One running process of a service. */
export interface Instance {
  readonly service: ServiceName;
  /** Of the process as it runs now: restart() gives another. */
  readonly pid: number;
  readonly url: string;
  readonly logFile: string;
  /** Resolves when /readyz answers 200; rejects, with the last lines of the log, if the process ends before. */
  ready(): Promise<void>;
  /** Sends the signal; `exited` tells when it had its effect. */
  kill(signal: NodeJS.Signals): void;
  /** The exit code of the process as it runs now; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  isRunning(): boolean;
  /** Asks with SIGTERM, waits, and insists after the time limit. */
  stop(timeoutMs?: number): Promise<void>;
  /** Starts it again on the same port, whether it still runs (then it is stopped first) or not; resolves when ready. */
  restart(): Promise<void>;
}

export interface InstanceOptions {
  root: string;
  service: ServiceName;
  port: number;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Told of every process that is started, first or again. */
  started?: ((child: Child) => void) | undefined;
}

/** As in each service's `npm start`: half the young generation V8 would take, at no cost in speed that could be measured. */
const nodeOptions = ['--max-semi-space-size=8', '--enable-source-maps'];

/** Starts a process of the service; it is not ready yet. */
export function startInstance(options: InstanceOptions): Instance {
  const { root, service, port, env, logFile } = options;
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startChild({
      name: service,
      command: process.execPath,
      args: [...nodeOptions, 'dist/main.js'],
      cwd: resolve(root, 'services', service),
      env: { ...env, PORT: String(port) },
      logFile,
      started: options.started,
    });
  let child = start();

  const instance: Instance = {
    service,
    url,
    logFile,
    get pid() {
      return child.pid;
    },
    get exited() {
      return child.exited;
    },
    isRunning: () => !child.hasExited(),
    ready: () => until(`${service} is ready`, () => isReady(url), { child }),
    kill: (signal) => child.kill(signal),
    stop: (timeoutMs) => child.stop(timeoutMs === undefined ? {} : { timeoutMs }),
    async restart() {
      await child.stop();
      child = start();
      await instance.ready();
    },
  };
  return instance;
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.status === 200;
}
