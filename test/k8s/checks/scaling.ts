import { eventually } from '@spillway/chassis/testing';
import type { KubernetesObject } from '../cluster/kubectl';
import type { World } from './world';

interface Autoscaler extends KubernetesObject {
  status?: { conditions?: { type: string; status: string; message: string }[] };
}

/** Every HPA has got its number from KEDA, hence KEDA from Kafka: over TLS, as a user that may only describe. */
export async function scalersAnswer({ cluster }: World): Promise<string> {
  return eventually(
    async () => {
      const { items } = await cluster.get<{ items: Autoscaler[] }>(['hpa']);
      if (items.length === 0) throw new Error('there is no HPA: is KEDA installed?');
      for (const { metadata, status } of items) {
        const active = status?.conditions?.find(({ type }) => type === 'ScalingActive');
        if (active?.status !== 'True') throw new Error(`${metadata.name}: ${active?.message ?? 'no condition yet'}`);
      }
      return items.map(({ metadata }) => metadata.name).join(', ');
    },
    { timeoutMs: 120_000, everyMs: 2_000 },
  );
}
