import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AclEntry,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  ResourcePatternTypes,
} from 'kafkajs';
import { parseAllDocuments } from 'yaml';
import { type KafkaUser, rulesOf } from './acls';
import { kafkaAs, program } from './connections';

/*
 * node dist/k8s/runner/kafka-access.js FOLDER: what Strimzi's topic and user operators do, once: the KafkaTopic and
 * KafkaUser resources in the folder's YAML files become topics and rules. Rules of a user that no resource states are
 * taken back. Passwords are not its business: the broker gets them when its volume is formatted.
 */
interface KafkaTopic {
  kind: 'KafkaTopic';
  metadata: { name: string };
  spec: { topicName?: string; partitions: number; replicas?: number; config?: Record<string, unknown> };
}

function resourcesIn(folder: string): { topics: KafkaTopic[]; users: KafkaUser[] } {
  const objects = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS()))
    .filter((object): object is KafkaTopic | KafkaUser => object !== null);
  return {
    topics: objects.filter((object): object is KafkaTopic => object.kind === 'KafkaTopic'),
    users: objects.filter((object): object is KafkaUser => object.kind === 'KafkaUser'),
  };
}

async function createTopics(admin: Admin, topics: readonly KafkaTopic[]): Promise<number> {
  const there = new Set(await admin.listTopics());
  const missing = topics
    .map(({ metadata, spec }) => ({
      topic: spec.topicName ?? metadata.name,
      numPartitions: spec.partitions,
      replicationFactor: spec.replicas ?? -1, // the broker's default, as for Strimzi
      configEntries: Object.entries(spec.config ?? {}).map(([name, value]) => ({ name, value: String(value) })),
    }))
    .filter(({ topic }) => !there.has(topic));
  if (missing.length > 0) await admin.createTopics({ waitForLeaders: false, topics: missing });
  return missing.length;
}

const nameOf = (rule: AclEntry) =>
  [
    rule.principal,
    rule.host,
    rule.operation,
    rule.permissionType,
    rule.resourceType,
    rule.resourcePatternType,
    rule.resourceName,
  ].join(' ');

async function writeRules(admin: Admin, users: readonly KafkaUser[]): Promise<{ written: number; takenBack: number }> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  const standing: AclEntry[] = resources.flatMap(({ acls, ...resource }) =>
    acls.map((acl) => ({
      ...acl,
      resourceType: resource.resourceType,
      resourceName: resource.resourceName,
      resourcePatternType: resource.resourcePatternType,
    })),
  );
  const wanted = users.flatMap(rulesOf);
  const [known, stated] = [new Set(standing.map(nameOf)), new Set(wanted.map(nameOf))];
  const missing = wanted.filter((rule) => !known.has(nameOf(rule)));
  const stale = standing.filter((rule) => !stated.has(nameOf(rule)));
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (stale.length > 0) await admin.deleteAcls({ filters: stale });
  return { written: missing.length, takenBack: stale.length };
}

program(async () => {
  const [folder = '/manifests'] = process.argv.slice(2);
  const { topics, users } = resourcesIn(folder);
  if (topics.length === 0 || users.length === 0) throw new Error(`no KafkaTopic or no KafkaUser in ${folder}`);
  const admin = kafkaAs('lab-admin', { retry: { retries: 10 } }).admin();
  await admin.connect();
  const created = await createTopics(admin, topics);
  const rules = await writeRules(admin, users);
  await admin.disconnect();
  return { topics: topics.length, created, users: users.length, ...rules };
});
