import { cpus, loadavg, totalmem } from 'node:os';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';

/** Where and when a setting was measured. Each has its own: they need not have run on one day. */
export interface About {
  date: string;
  machine: string;
  /** Over the last 1, 5 and 15 minutes at the end: figures of a machine that does other work as well are not those of a quiet one. */
  load: string;
  versions: string;
}

export async function about(cluster: Cluster): Promise<About> {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    load: loadavg()
      .map((load) => load.toFixed(0))
      .join(', '),
    versions: await versions(cluster),
  };
}

/** Kubernetes and KEDA as they run. */
async function versions(cluster: Cluster): Promise<string> {
  const { serverVersion } = JSON.parse(await cluster.kubectl(['version', '--output', 'json'])) as {
    serverVersion: { gitVersion: string };
  };
  const { items } = await cluster.get<{ items: KubernetesObject[] }>(['nodes']);
  const image = ['get', 'deployment', 'keda-operator', '--namespace', 'keda', '--output'];
  const keda = await cluster.kubectl([...image, 'jsonpath={.spec.template.spec.containers[0].image}']);
  return `Kubernetes ${serverVersion.gitVersion}, ${items.length} ${items.length === 1 ? 'node' : 'nodes'} (kind), KEDA ${keda.split(':').at(-1)}`;
}
