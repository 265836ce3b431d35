import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Prometheus, type System, serviceNames, startPrometheus } from '@spillway/local';

/** A Prometheus that reads the system every second, as the namespace `local`; its folder goes with it. */
export async function prometheusBeside(system: System, shorten?: number): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-prometheus-'));
  const prometheus = await startPrometheus({
    dataDir: folder,
    logFile: join(folder, 'log'),
    port: await freePort(),
    targets: Object.fromEntries(serviceNames.map((name) => [name, system.url(name)])),
    namespace: 'local',
    everySeconds: 1,
    ...(shorten !== undefined && { shorten }),
  });
  const stop = async () => {
    await prometheus.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...prometheus, stop };
}
