import { join } from 'node:path';
import { LocalError } from '../errors';
import { isFree } from '../ports';
import type { Child } from '../processes/child';
import { type Prometheus, startPrometheus } from '../prometheus/start';
import { portOf } from '../system/ports';
import { serviceNames } from '../system/services';
import type { System } from '../system/system';

interface Place {
  readonly dataDir: string;
  readonly died: (child: Child, code: number | null) => void;
}

/**
 * OBSERVE=1: a Prometheus with the alert rules beside the system, on PROMETHEUS_PORT; nothing where nobody asked for it.
 * If it does not start, the system is stopped: who asked for both should not have to look for one.
 */
export async function observe(system: System, env: NodeJS.ProcessEnv, place: Place): Promise<Prometheus | undefined> {
  if (['', '0', 'false'].includes(env.OBSERVE ?? '')) return undefined;
  try {
    return await start(system, portOf(env, 'PROMETHEUS_PORT', 9090), place);
  } catch (error) {
    await system.stop();
    throw error;
  }
}

async function start(system: System, port: number, { dataDir, died }: Place): Promise<Prometheus> {
  if (!(await isFree(port)))
    throw new LocalError('PORT_IN_USE', `Port ${port} for prometheus is in use: set PROMETHEUS_PORT to another`);
  return startPrometheus({
    dataDir: join(dataDir, 'prometheus'),
    logFile: join(system.logs, 'prometheus.log'),
    port,
    targets: Object.fromEntries(serviceNames.map((name) => [name, system.url(name)])),
    namespace: 'local',
    everySeconds: 5,
    started: (child) =>
      void child.exited.then((code) => {
        if (!child.wasAsked()) died(child, code);
      }),
  });
}
