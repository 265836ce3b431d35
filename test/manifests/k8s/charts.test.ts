import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chart, type Rendered } from '../chart/charts';
import { root } from '../paths';
import { kustomize, type Manifest } from '../render';

/** What the charts take for granted of the platform. */
const given = parse(readFileSync(join(root, 'charts/service/values.yaml'), 'utf8')).global;
const overlays = ['kind', 'production'] as const;

describe.each(overlays)('the charts and the overlay %s agree on', (overlay) => {
  let platform: Manifest[];
  let services: Rendered;
  beforeAll(async () => {
    [platform, services] = await Promise.all([
      kustomize(`k8s/overlays/${overlay}`),
      chart('spillway', { values: [`charts/spillway/values-${overlay}.yaml`] }),
    ]);
  });

  const one = (kind: string, name?: string): Manifest => {
    const found = platform.find((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
    if (!found) throw new Error(`the overlay has no ${kind} ${name ?? ''}`);
    return found;
  };
  const peersOf = (policy: string): Manifest[] =>
    one('NetworkPolicy', policy).spec.ingress.flatMap(({ from }: { from: Manifest[] }) => from);
  const hasDatabase = (service: string) => 'DATABASE_URL' in services.one('ConfigMap', service).data;
  const deployments = () => services.of('Deployment').map(({ metadata }) => metadata.name);

  it('the brokers: address, CA, users, labels', () => {
    const kafka = one('Kafka');
    const name = kafka.metadata.name;
    expect(given.kafka).toMatchObject({
      brokers: `${name}-kafka-bootstrap:${kafka.spec.kafka.listeners[0].port}`,
      caSecret: `${name}-cluster-ca-cert`,
      secretPrefix: kafka.spec.entityOperator.userOperator.secretPrefix,
      podLabels: one('NetworkPolicy', 'kafka-clients').spec.podSelector.matchLabels,
    });
    for (const user of [...deployments(), given.kafka.lagUser]) one('KafkaUser', user);
  });

  it('the database: address, CA, roles, labels', () => {
    const { metadata, spec } = one('Cluster');
    expect(given.postgres).toMatchObject({
      host: `${metadata.name}-rw`,
      caSecret: `${metadata.name}-ca`,
      podLabels: one('NetworkPolicy', 'postgres-clients').spec.podSelector.matchLabels,
    });
    for (const service of deployments().filter(hasDatabase)) {
      one('Database', service);
      const role = spec.managed.roles.find(({ name }: { name: string }) => name === service);
      expect(role.passwordSecret.name).toBe(`${given.postgres.secretPrefix}${service}`);
    }
  });

  it('the collector: address and labels', () => {
    const { hostname, port } = new URL(given.telemetry.endpoint);
    const service = one('Service', hostname).spec;
    expect(service.ports.map((each: { port: number }) => String(each.port))).toContain(port);
    expect(one('Deployment', hostname).spec.template.metadata.labels).toMatchObject(given.telemetry.podLabels);
    expect(service.selector).toEqual(given.telemetry.podLabels);
    expect(one('NetworkPolicy', 'otel-collector').spec.podSelector.matchLabels).toEqual(given.telemetry.podLabels);
  });

  it('where Prometheus is', () => {
    const prometheus = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': given.monitoring.namespace } },
      podSelector: { matchLabels: given.monitoring.podLabels },
    };
    for (const policy of ['kafka-from-prometheus', 'postgres-from-prometheus', 'otel-collector'])
      expect(peersOf(policy)).toContainEqual(prometheus);
  });

  it('which pods may come in', () => {
    const member = { podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'spillway' } } };
    for (const policy of ['kafka-clients', 'postgres-clients', 'otel-collector'])
      expect(peersOf(policy)).toContainEqual(member);
    for (const kind of ['Deployment', 'Job']) {
      for (const { spec } of services.of(kind))
        expect(spec.template.metadata.labels).toMatchObject(member.podSelector.matchLabels);
    }
  });

  it('what fits into the quota: every service at its most, one pod more of each, Kafka and PostgreSQL beside', () => {
    const { hard } = one('ResourceQuota').spec;
    const limit = (kind: string, name: string) =>
      mebibytes(services.pod(kind, name).spec.containers[0].resources.limits.memory);
    const ofServices = services.of('Deployment').reduce((sum, { metadata: { name }, spec }) => {
      const scaled = services.of('ScaledObject').find(({ metadata }) => metadata.name === name);
      return sum + (1 + (scaled?.spec.maxReplicaCount ?? spec.replicas)) * limit('Deployment', name);
    }, 0);
    const ofKafka = platform
      .filter(({ kind }) => kind === 'KafkaNodePool')
      .reduce((sum, { spec }) => sum + spec.replicas * mebibytes(spec.resources.limits.memory), 0);
    const { instances, resources } = one('Cluster').spec;
    const ofPostgres = (1 + instances) * mebibytes(resources.limits.memory);
    // A fifth is left for what operators add: entity operator, exporter, Cruise Control, sidecars, jobs.
    expect(ofServices + ofKafka + ofPostgres).toBeLessThan(0.8 * mebibytes(hard['limits.memory']));
  });
});

function mebibytes(quantity: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (!number) throw new Error(`not a quantity of memory that this test knows: ${quantity}`);
  return Number(number) * (unit === 'Gi' ? 1024 : 1);
}
