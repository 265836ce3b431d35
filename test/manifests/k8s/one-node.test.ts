import { chart } from '../chart/charts';
import { serviceNames } from '../images/dockerfile';
import { kustomize, type Manifest } from '../render';

/*
 * A kind cluster of one node with two cores holds the lab overlay and the services: Kubernetes asks for 960 millicores there,
 * KEDA for 300 (`kubectl describe node`), and what tests run beside the services asks for a little.
 */
const left = 2000 - 960 - 300 - 100;

const millicores = (cpu: string): number => Number.parseFloat(cpu) * (cpu.endsWith('m') ? 1 : 1000);

const requested = ({ spec }: Manifest): number =>
  spec.template.spec.containers
    .map(({ resources }: Manifest) => millicores(resources.requests.cpu))
    .reduce((sum: number, cpu: number) => sum + cpu, 0);

it('the lab overlay and the services fit into one node with two cores, payments at its most and each being replaced', async () => {
  const workloads = ['StatefulSet', 'Deployment', 'Job'];
  const platform = (await kustomize('k8s/overlays/lab')).filter(({ kind }) => workloads.includes(kind));
  const services = await chart('spillway', {
    values: ['charts/spillway/values-kind.yaml', 'k8s/overlays/lab/values.yaml'],
  });
  const replicas = (name: string): number => {
    const scaled = services.of('ScaledObject').find(({ metadata }) => metadata.name === name);
    if (scaled === undefined) return services.one('Deployment', name).spec.replicas;
    return name === 'payments' ? scaled.spec.maxReplicaCount : scaled.spec.minReplicaCount;
  };
  const asked = [
    ...platform.map(requested),
    ...services
      .of('Deployment')
      // A surge of one half, rounded up.
      .map((deployment) => requested(deployment) * Math.ceil(replicas(deployment.metadata.name) * 1.5)),
  ];
  // Kafka, PostgreSQL, mail, the Job that grants access, and all services but lag.
  expect(asked.length).toBe(4 + serviceNames.length - 1);
  expect(asked.reduce((sum, cpu) => sum + cpu, 0)).toBeLessThanOrEqual(left);
});
