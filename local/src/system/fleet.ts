import { join } from 'node:path';
import { freePort } from '../ports';
import type { Child } from '../processes/child';
import { type Instance, startInstance } from './instance';
import type { ServiceName } from './services';

/** All running instances of all services. */
export interface Fleet {
  of(service: ServiceName): readonly Instance[];
  /** Starts one more instance, on the port or on a free one; ready when this resolves. */
  add(service: ServiceName, options?: { port?: number; env?: Record<string, string> }): Promise<Instance>;
  /** Asks all to end at once, and waits. */
  stop(timeoutMs: number): Promise<void>;
}

export interface FleetOptions {
  root: string;
  logs: string;
  environmentOf: (service: ServiceName) => NodeJS.ProcessEnv;
  started: (child: Child) => void;
}

export function fleet(options: FleetOptions): Fleet {
  const instances = new Map<ServiceName, Instance[]>();
  const of = (service: ServiceName) => instances.get(service) ?? [];
  return {
    of,
    async add(service, { port, env = {} } = {}) {
      const free = port ?? (await freePort());
      // Taken after the wait, so that two that are added at once get a name each.
      const number = of(service).length + 1;
      const instance = startInstance({
        root: options.root,
        service,
        port: free,
        env: { ...options.environmentOf(service), ...env },
        logFile: join(options.logs, number === 1 ? `${service}.log` : `${service}-${number}.log`),
        started: options.started,
      });
      instances.set(service, [...of(service), instance]);
      await instance.ready();
      return instance;
    },
    stop: async (timeoutMs) => {
      await Promise.all([...instances.values()].flat().map((instance) => instance.stop(timeoutMs)));
    },
  };
}
