import type { Cluster } from './kubectl';

/** Waits until every Deployment and StatefulSet that is named (`kind/name`) has its new pods ready and the old ones gone. */
export async function rolledOut(cluster: Cluster, workloads: readonly string[], timeoutSeconds = 300): Promise<void> {
  for (const workload of workloads)
    await cluster.kubectl(['rollout', 'status', workload, `--timeout=${timeoutSeconds}s`]);
}
