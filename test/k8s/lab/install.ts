import type { Cluster, KubernetesObject } from '../cluster/kubectl';
import { rolledOut } from '../cluster/wait';
import { checkerUser } from './checker-user';
import { makeSecrets } from './secrets';

const named = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

/**
 * Puts the stand-ins into the cluster. `operated` is what the operators would be given: whose users, topics, roles and
 * databases are made is read from there, so that what is proved here is what production gets.
 */
export async function installStandIns(
  cluster: Cluster,
  overlay: readonly KubernetesObject[],
  operated: readonly KubernetesObject[],
  say: (line: string) => void,
): Promise<void> {
  const checker = checkerUser();
  const users = [...named(operated, 'KafkaUser'), checker.metadata.name];
  const roles = named(operated, 'Database');
  if (users.length < 2 || roles.length === 0) throw new Error('the kind overlay names no KafkaUser or no Database');

  await cluster.apply(overlay.filter(({ kind }) => kind === 'Namespace'));
  const secrets = await makeSecrets(cluster, { users, roles });
  say(`${secrets} Secrets written for ${users.length} users of Kafka and ${roles.length} roles of PostgreSQL`);

  const access = [...operated.filter(({ kind }) => kind === 'KafkaTopic' || kind === 'KafkaUser'), checker];
  const manifests = access.map((object) => JSON.stringify(object)).join('\n---\n');
  await cluster.kubectl(['delete', 'job', 'lab-kafka-access', '--ignore-not-found', '--wait']);
  await cluster.apply([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lab-kafka-access' }, data: { 'access.yaml': manifests } },
    ...overlay.filter(({ kind }) => kind !== 'Namespace'),
  ]);

  say('waiting for Kafka and PostgreSQL');
  await rolledOut(cluster, ['statefulset/spillway-kafka', 'statefulset/postgres']);
  // The first start has run it; for the second, with another service, nobody else would.
  await cluster.kubectl(['exec', 'postgres-0', '--', 'bash', '/docker-entrypoint-initdb.d/services.sh']);
  await cluster.kubectl(['wait', '--for=condition=Complete', 'job/lab-kafka-access', '--timeout=180s']);
  say((await cluster.kubectl(['logs', 'job/lab-kafka-access'])).trim());
}
