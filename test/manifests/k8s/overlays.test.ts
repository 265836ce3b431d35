import { kustomize, type Manifest } from '../render';

const overlays = ['kind', 'production'] as const;
const rendered = {} as Record<(typeof overlays)[number], Manifest[]>;
const find = (manifests: Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

beforeAll(async () => {
  for (const overlay of overlays) rendered[overlay] = await kustomize(`k8s/overlays/${overlay}`);
});

describe.each(overlays)('the overlay %s', (overlay) => {
  const kafka = () => find(rendered[overlay], 'Kafka', 'spillway').spec.kafka;

  it('has the names that the charts count on', () => {
    const manifests = rendered[overlay];
    expect(find(manifests, 'Namespace', 'spillway').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    // Secrets kafka-<user>, Service spillway-kafka-bootstrap, Services postgres-rw, Secret postgres-ca.
    expect(find(manifests, 'Kafka', 'spillway').spec.entityOperator.userOperator.secretPrefix).toBe('kafka-');
    expect(find(manifests, 'Cluster', 'postgres').spec.instances).toBeGreaterThan(0);
    expect(find(manifests, 'Service', 'otel-collector').spec.ports).toContainEqual(
      expect.objectContaining({ port: 4318 }),
    );
  });

  it('puts everything of ours into the namespace spillway', () => {
    const clusterWide = ['Namespace', 'PriorityClass'];
    const elsewhere = rendered[overlay].filter(
      ({ kind, metadata }) => !clusterWide.includes(kind) && metadata.namespace !== 'spillway',
    );
    expect(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'PodMonitor strimzi/strimzi-cluster-operator',
    ]);
  });

  it('speaks to Kafka by TLS and SCRAM alone, and lets in only who is named', () => {
    expect(kafka().authorization).toEqual({ type: 'simple' });
    expect(kafka().listeners).toHaveLength(1);
    expect(kafka().listeners[0]).toMatchObject({
      name: 'tls',
      port: 9093,
      type: 'internal',
      tls: true,
      authentication: { type: 'scram-sha-512' },
    });
    const policy = find(rendered[overlay], 'NetworkPolicy', 'kafka-clients');
    expect(kafka().listeners[0].networkPolicyPeers).toEqual(policy.spec.ingress[0].from);
  });

  it('lets a role reach the database of its own name and no other', () => {
    expect(find(rendered[overlay], 'Cluster', 'postgres').spec.postgresql.pg_hba).toEqual([
      'hostssl sameuser all all scram-sha-256',
      'host all all all reject',
    ]);
  });

  it('denies what no policy names', () => {
    expect(find(rendered[overlay], 'NetworkPolicy', 'default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('never creates a topic by itself, and replicates what nobody said a word about', () => {
    const brokers = rendered[overlay]
      .filter(({ kind, spec }) => kind === 'KafkaNodePool' && spec.roles.includes('broker'))
      .reduce((sum, { spec }) => sum + spec.replicas, 0);
    const copies = Math.min(3, brokers);
    expect(kafka().config).toMatchObject({
      'auto.create.topics.enable': false,
      'default.replication.factor': copies,
      'min.insync.replicas': Math.max(1, copies - 1),
      'offsets.topic.replication.factor': copies,
      'transaction.state.log.replication.factor': copies,
      'share.coordinator.state.topic.replication.factor': copies,
    });
  });

  it('gives every container of a broker and a collector its memory', () => {
    const sized = rendered[overlay].filter(({ kind }) => ['KafkaNodePool', 'Deployment'].includes(kind));
    for (const { kind, spec } of sized) {
      const resources =
        kind === 'KafkaNodePool' ? [spec.resources] : spec.template.spec.containers.map((c: Manifest) => c.resources);
      for (const { requests, limits } of resources)
        expect([requests.memory, requests.cpu, limits.memory]).not.toContain(undefined);
    }
  });

  it('names no password', () => {
    expect(rendered[overlay].filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

describe('production', () => {
  it('survives the loss of a zone: Kafka', () => {
    const manifests = rendered.production;
    expect(find(manifests, 'Kafka', 'spillway').spec.kafka.rack).toEqual({
      topologyKey: 'topology.kubernetes.io/zone',
    });
    for (const pool of ['broker', 'controller']) {
      const { replicas, template, storage } = find(manifests, 'KafkaNodePool', pool).spec;
      expect(replicas).toBe(3);
      expect(template.pod.priorityClassName).toBe('spillway-data');
      expect(template.pod.topologySpreadConstraints[0]).toMatchObject({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
      });
      for (const volume of storage.volumes) expect(volume.deleteClaim).toBe(false);
    }
  });

  it('survives the loss of a zone: PostgreSQL, without losing a commit', () => {
    const { instances, affinity, postgresql } = find(rendered.production, 'Cluster', 'postgres').spec;
    expect([instances, affinity.topologyKey]).toEqual([3, 'topology.kubernetes.io/zone']);
    expect(postgresql.synchronous).toEqual({ method: 'any', number: 1, dataDurability: 'required' });
  });

  it('backs PostgreSQL up where its log is archived', () => {
    const [plugin] = find(rendered.production, 'Cluster', 'postgres').spec.plugins;
    const backup = find(rendered.production, 'ScheduledBackup', 'postgres').spec;
    expect(plugin.isWALArchiver).toBe(true);
    expect(backup).toMatchObject({
      method: 'plugin',
      pluginConfiguration: { name: plugin.name },
      cluster: { name: 'postgres' },
    });
    expect(backup.schedule.split(' ')).toHaveLength(6);
    find(rendered.production, 'ObjectStore', plugin.parameters.barmanObjectName);
  });

  it('is restored from where it is backed up to, and then archives elsewhere', async () => {
    const restored = await kustomize('k8s/overlays/restore');
    const { plugins, bootstrap, externalClusters } = find(restored, 'Cluster', 'postgres').spec;
    const [plugin] = find(rendered.production, 'Cluster', 'postgres').spec.plugins;
    const [before] = externalClusters.filter(({ name }: Manifest) => name === bootstrap.recovery.source);
    expect(before.plugin).toMatchObject({ name: plugin.name, parameters: plugin.parameters });
    // Without a word about it, an archive is called as the cluster is.
    expect(before.plugin.parameters.serverName).toBe('postgres');
    expect(plugins).toEqual([{ ...plugin, parameters: { ...plugin.parameters, serverName: 'postgres-restored' } }]);
    const others = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind !== 'Cluster');
    expect(others(restored)).toEqual(others(rendered.production));
  });

  it('rebalances by templates that are there', () => {
    const { autoRebalance } = find(rendered.production, 'Kafka', 'spillway').spec.cruiseControl;
    for (const { template } of autoRebalance) {
      const { metadata } = find(rendered.production, 'KafkaRebalance', template.name);
      expect(metadata.annotations).toEqual({ 'strimzi.io/rebalance-template': 'true' });
    }
  });

  it('catches no mail', () => {
    expect(rendered.production.some(({ metadata }) => metadata.name === 'mail')).toBe(false);
  });
});
