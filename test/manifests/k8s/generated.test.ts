import { allTopics, deadLetterTopic, requesters, requestTopics, responders, subscriptions } from '@spillway/contracts';
import { kustomize, type Manifest } from '../render';
import { run } from '../run';

const groups: Record<string, readonly { name: string }[]> = subscriptions;
const ofRequests = new Set(requestTopics().map(({ name }) => name));
const eventTopics = allTopics().filter(({ name }) => !ofRequests.has(name));
const services = [...new Set([...eventTopics.map(({ owner }) => owner), ...Object.keys(groups)])].sort();
const users = [...new Set([...services, ...Object.keys(responders), ...Object.keys(requesters)])].sort();

interface Acl {
  resource: { type: string; name: string; patternType: string };
  operations: string[];
  [other: string]: unknown;
}

let kafka: Manifest[];
let postgres: Manifest[];
const named = (manifests: Manifest[], kind: string) =>
  Object.fromEntries(
    manifests.filter((manifest) => manifest.kind === kind).map((manifest) => [manifest.metadata.name, manifest]),
  );
const aclsOf = (user: string): Acl[] => named(kafka, 'KafkaUser')[user]?.spec.authorization.acls;
/** `Read topic order-events`, one for each operation. */
const rightsOf = (user: string): string[] =>
  aclsOf(user).flatMap(({ resource, operations }) =>
    operations.map((each) => `${each} ${resource.type} ${resource.name}`),
  );

beforeAll(async () => {
  [kafka, postgres] = await Promise.all([kustomize('k8s/base/kafka'), kustomize('k8s/base/postgres')]);
});

describe('what is generated from libs/contracts', () => {
  it('is up to date', async () => {
    const { code, stdout, stderr } = await run(process.execPath, ['k8s/generate.mts', '--check']);
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: '' });
  });

  it('has every topic as libs/contracts says, and leaves replication to the cluster', () => {
    const topics = Object.values(named(kafka, 'KafkaTopic')).map(({ metadata, spec }) => ({
      name: metadata.name,
      spec,
    }));
    expect(topics).toHaveLength(allTopics().length);
    for (const { name, partitions, retentionMs, maxMessageBytes, compaction } of allTopics()) {
      const config = {
        'retention.ms': retentionMs,
        'max.message.bytes': maxMessageBytes,
        ...(compaction && { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': compaction.maxLagMs }),
      };
      expect(topics).toContainEqual({ name, spec: { partitions, config } });
    }
  });

  it('has a user for each service, lag included, one for KEDA and one for people', () => {
    expect(Object.keys(named(kafka, 'KafkaUser')).sort()).toEqual([...users, 'lag', 'keda', 'operator'].sort());
  });

  it('has a database and a role with a password of its own for each service', () => {
    const databases = Object.values(named(postgres, 'Database'));
    expect(databases.map(({ spec }) => [spec.name, spec.owner, spec.cluster.name]).sort()).toEqual(
      services.map((service) => [service, service, 'postgres']),
    );
    const roles: { name: string }[] = named(postgres, 'Cluster').postgres?.spec.managed.roles;
    expect(roles.sort((a, b) => a.name.localeCompare(b.name))).toEqual(
      services.map((name) => ({ name, ensure: 'present', login: true, passwordSecret: { name: `postgres-${name}` } })),
    );
  });
});

describe('rights in Kafka', () => {
  it('name one resource each: no pattern, no wildcard, no deny, no host', () => {
    for (const user of Object.keys(named(kafka, 'KafkaUser'))) {
      for (const acl of aclsOf(user)) {
        expect(Object.keys(acl).sort()).toEqual(['operations', 'resource']);
        expect(acl.resource).toEqual({
          type: expect.stringMatching(/^(topic|group)$/),
          name: expect.any(String),
          patternType: 'literal',
        });
        expect(acl.resource.name).not.toContain('*');
      }
    }
  });

  it('let nobody create, alter or delete anything', () => {
    const operations = Object.keys(named(kafka, 'KafkaUser')).flatMap((user) =>
      aclsOf(user).flatMap((acl) => acl.operations),
    );
    expect([...new Set(operations)].sort()).toEqual(['Describe', 'Read', 'Write']);
  });

  /** What the events alone make of a service's rights. */
  const rightsOverEvents = (service: string): string[] => {
    const owned = eventTopics.filter(({ owner }) => owner === service);
    const read = groups[service] ?? [];
    const deadLetters = read.map(({ name }) => deadLetterTopic(name, service));
    return [
      ...owned.map(({ name }) => `Write topic ${name}`),
      ...read.map(({ name }) => `Read topic ${name}`),
      ...deadLetters.map((name) => `Read topic ${name}`),
      ...(read.length > 0 ? [`Read group ${service}`] : []),
      ...deadLetters.map((name) => `Read group ${name}-redrive`),
    ];
  };

  it('let a service write the events it owns and read what it subscribes to', () => {
    const others = services.filter((name) => !Object.keys({ ...responders, ...requesters }).includes(name));
    expect(others).toContain('payments');
    for (const service of others) expect(rightsOf(service).sort()).toEqual(rightsOverEvents(service).sort());
  });

  it('let who is asked read its commands and write replies, and who asks the other way round', () => {
    expect(rightsOf('orders').sort()).toEqual(
      [
        ...rightsOverEvents('orders'),
        'Read topic order-commands',
        'Read group orders-commands',
        'Write topic gateway-replies',
        'Read topic order-commands-orders-commands-dlq',
        'Write topic order-commands-orders-commands-dlq',
        'Read group order-commands-orders-commands-dlq-redrive',
      ].sort(),
    );
    expect(rightsOf('gateway').sort()).toEqual(
      [
        'Read topic gateway-replies',
        'Read topic order-events', // followed without a group
        'Write topic order-commands',
        'Write topic product-commands',
      ].sort(),
    );
  });

  it('let each topic of events be written by its owner and the operator alone', () => {
    for (const { name, owner } of eventTopics) {
      const writers = Object.keys(named(kafka, 'KafkaUser')).filter((user) =>
        rightsOf(user).includes(`Write topic ${name}`),
      );
      expect(writers.filter((user) => user !== 'operator')).toEqual([owner]);
    }
  });

  it('let KEDA describe what it scales by, and read nothing', () => {
    const topics = new Set(Object.values(groups).flatMap((read) => read.map(({ name }) => name)));
    expect(rightsOf('keda').sort()).toEqual(
      [
        ...[...topics].map((name) => `Describe topic ${name}`),
        ...Object.keys(groups).map((name) => `Describe group ${name}`),
      ].sort(),
    );
  });

  it('let lag describe every group, read the topics they read, and join none', () => {
    const topics = new Set(Object.values(groups).flatMap((read) => read.map(({ name }) => name)));
    expect(rightsOf('lag').sort()).toEqual(
      [
        ...[...topics].map((name) => `Read topic ${name}`),
        ...Object.keys(groups).map((name) => `Describe group ${name}`),
      ].sort(),
    );
  });

  it('let the operator redrive every dead letter to the topic it came from, and replay every group', () => {
    const rights = rightsOf('operator');
    for (const [group, read] of Object.entries(groups)) {
      expect(rights).toContain(`Read group ${group}`);
      for (const { name } of read) {
        const deadLetters = deadLetterTopic(name, group);
        expect(rights).toEqual(
          expect.arrayContaining([
            `Read topic ${deadLetters}`,
            `Read group ${deadLetters}-redrive`,
            `Write topic ${name}`,
            `Read topic ${name}`,
          ]),
        );
      }
    }
  });
});
