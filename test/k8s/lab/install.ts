import { havePublicImage, type Images, loadImages, withImage } from '../cluster/images';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';
import { kustomize } from '../cluster/manifests';
import { buildRunnerImage } from '../cluster/runner-image';
import { rolledOut } from '../cluster/wait';
import { checkerUser } from './checker-user';
import { buildKafkaImage } from './kafka-image';
import { makeSecrets } from './secrets';

const named = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

/**
 * Puts the stand-ins into the cluster. Whose users, topics, rules, roles and databases are made is read from what the
 * operators would be given (the kind overlay), so that what is proved here is what production gets.
 */
export async function installLab(cluster: Cluster, images: Images, say: (line: string) => void): Promise<void> {
  const postgres = 'postgres:17';
  await havePublicImage(postgres);
  const own = [await buildKafkaImage('dev'), await buildRunnerImage('dev')];
  say('loading images into the nodes');
  await loadImages(cluster, [...own, postgres, ...Object.values(images)]);
  const operated = await kustomize('k8s/overlays/kind');
  const overlay = withImage(await kustomize('k8s/overlays/lab'), images.mail ?? 'ghcr.io/spillway/mail');
  const isNamespace = ({ kind }: KubernetesObject) => kind === 'Namespace';

  const checker = checkerUser();
  const users = [...named(operated, 'KafkaUser'), checker.metadata.name];
  const roles = named(operated, 'Database');
  if (users.length < 2 || roles.length === 0) throw new Error('the kind overlay names no KafkaUser or no Database');
  await cluster.apply(overlay.filter(isNamespace));
  const secrets = await makeSecrets(cluster, { users, roles });
  say(`${secrets} Secrets written, for ${users.length} users of Kafka and ${roles.length} roles of PostgreSQL`);

  const access = [...operated.filter(({ kind }) => kind === 'KafkaTopic' || kind === 'KafkaUser'), checker];
  await cluster.kubectl(['delete', 'job', 'lab-kafka-access', '--ignore-not-found', '--wait']);
  await cluster.apply([
    configMap('lab-kafka-access', { 'access.yaml': access.map((object) => JSON.stringify(object)).join('\n---\n') }),
    ...overlay.filter((object) => !isNamespace(object)),
  ]);

  say('waiting for Kafka, PostgreSQL and the mail catcher');
  await rolledOut(cluster, ['statefulset/spillway-kafka', 'statefulset/postgres', 'deployment/mail']);
  // The first start has run it; for a service that came later nobody else would.
  await cluster.kubectl(['exec', 'postgres-0', '--', 'bash', '/docker-entrypoint-initdb.d/services.sh']);
  await cluster.kubectl(['wait', '--for=condition=Complete', 'job/lab-kafka-access', '--timeout=180s']);
  say(`topics and rules: ${(await cluster.kubectl(['logs', 'job/lab-kafka-access'])).trim()}`);
}

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
