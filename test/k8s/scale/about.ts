import { cpus, totalmem } from 'node:os';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';

export const machine = (): string =>
  `Everything on one machine with ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}) and ${(totalmem() / 2 ** 30).toFixed(0)} GiB`;

/** Kubernetes and KEDA as they run. */
export async function versions(cluster: Cluster): Promise<string> {
  const { serverVersion } = JSON.parse(await cluster.kubectl(['version', '--output', 'json'])) as {
    serverVersion: { gitVersion: string };
  };
  const { items } = await cluster.get<{ items: KubernetesObject[] }>(['nodes']);
  const image = ['get', 'deployment', 'keda-operator', '--namespace', 'keda', '--output'];
  const keda = await cluster.kubectl([...image, 'jsonpath={.spec.template.spec.containers[0].image}']);
  return `Kubernetes ${serverVersion.gitVersion}, ${items.length} nodes (kind), KEDA ${keda.split(':').at(-1)}`;
}
