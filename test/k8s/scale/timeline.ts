import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, type KubernetesObject, podsOf } from '../cluster/kubectl';
import type { Sample } from '../runner/sample';

/** One look at everything: the broker, the pods, and what Kubernetes wants. */
export interface Moment extends Sample {
  /** What the HPA asks for. */
  desired: number;
  /** Pods there are, whatever their state. */
  replicas: number;
  ready: number;
}

interface Pod extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { deletionTimestamp?: string };
  status: { podIP?: string; conditions?: { type: string; status: string }[] };
}

export interface Watching {
  readonly moments: readonly Moment[];
  stop(): Promise<void>;
}

/** Looks every two seconds until it is told to stop. */
export function watchScaling(cluster: Cluster, service = 'payments'): Watching {
  const args = ['exec', '--stdin', 'k8s-runner', '--', 'node', '--no-warnings', 'dist/k8s/runner/sample.js'];
  const sampler = spawn('kubectl', ['--context', cluster.context, '--namespace', cluster.namespace, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: sampler.stdout })[Symbol.asyncIterator]();
  const moments: Moment[] = [];
  let stopped = false;

  async function look(): Promise<void> {
    const { items } = await cluster.get<{ items: Pod[] }>(podsOf(service));
    const staying = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const isReady = ({ status }: Pod) =>
      status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
    const wanted = ['get', 'hpa', `keda-hpa-${service}`, '--output', 'jsonpath={.status.desiredReplicas}'];
    const desired = Number(await cluster.kubectl(wanted));
    const addresses = items.flatMap(({ status }) => (status.podIP ? [status.podIP] : []));
    sampler.stdin.write(`${JSON.stringify(addresses)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error('the sampler has ended');
    const sample = JSON.parse(value) as Sample;
    moments.push({ ...sample, desired, replicas: staying.length, ready: staying.filter(isReady).length });
  }

  const looking = (async () => {
    while (!stopped) {
      const from = Date.now();
      await look();
      await delay(Math.max(0, 2_000 - (Date.now() - from)));
    }
  })();
  looking.catch(() => undefined); // told by stop()

  return {
    moments,
    async stop() {
      stopped = true;
      // First the last look: with its input the sampler ends, and would be missed.
      await looking.finally(() => sampler.stdin.end());
    },
  };
}
