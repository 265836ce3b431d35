import { cpus, loadavg, totalmem } from 'node:os';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';

/** With the load at the end: figures of a machine that does other work as well are not those of a quiet one. */
export const machine = (): string =>
  `Everything on one machine with ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}) and ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load averages ${loadavg()
    .map((load) => load.toFixed(0))
    .join(', ')} at the end`;

/** Kubernetes and KEDA as they run. */
export async function versions(cluster: Cluster): Promise<string> {
  const { serverVersion } = JSON.parse(await cluster.kubectl(['version', '--output', 'json'])) as {
    serverVersion: { gitVersion: string };
  };
  const { items } = await cluster.get<{ items: KubernetesObject[] }>(['nodes']);
  const image = ['get', 'deployment', 'keda-operator', '--namespace', 'keda', '--output'];
  const keda = await cluster.kubectl([...image, 'jsonpath={.spec.template.spec.containers[0].image}']);
  return `Kubernetes ${serverVersion.gitVersion}, ${items.length} ${items.length === 1 ? 'node' : 'nodes'} (kind), KEDA ${keda.split(':').at(-1)}`;
}
