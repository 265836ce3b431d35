import { randomBytes } from 'node:crypto';
import type { Cluster } from '../cluster/kubectl';
import { certificatesFor, serviceNames } from './certificates';

interface Secret {
  metadata: { name: string };
  data?: Record<string, string>;
}

const password = () => randomBytes(24).toString('base64url');

/**
 * Every Secret that the operators would make, under the names they would use. What is there already stays: a password must
 * fit the volume that was formatted with it.
 */
export async function makeSecrets(cluster: Cluster, who: { users: string[]; roles: string[] }): Promise<number> {
  const { items } = await cluster.get<{ items: Secret[] }>(['secrets']);
  const there = new Map(items.map((secret) => [secret.metadata.name, secret.data ?? {}]));
  const made: object[] = [];
  const secret = (name: string, type: string, stringData: Record<string, string>) =>
    made.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name, labels }, type, stringData });

  /** The password in a Secret that is there, or in a new one. */
  function passwordIn(name: string, content: (password: string) => Record<string, string>, type = 'Opaque'): string {
    const standing = there.get(name)?.password;
    if (standing !== undefined) return Buffer.from(standing, 'base64').toString('utf8');
    const fresh = password();
    secret(name, type, content(fresh));
    return fresh;
  }

  if (!there.has('spillway-cluster-ca-cert')) {
    const hosts = ['spillway-kafka-bootstrap', 'spillway-kafka-0.spillway-kafka-brokers'];
    const names = hosts.flatMap((host) => serviceNames(host, cluster.namespace));
    const { authority, certificate, key } = await certificatesFor('spillway-kafka', names);
    secret('spillway-cluster-ca-cert', 'Opaque', { 'ca.crt': authority });
    secret('lab-kafka-tls', 'Opaque', { 'keystore.pem': `${key}${certificate}${authority}` });
  }
  const users = [...who.users, 'lab-admin'].map((user) => [
    user,
    passwordIn(`kafka-${user}`, (fresh) => ({
      password: fresh,
      'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${fresh}";`,
    })),
  ]);
  secret('lab-kafka-users', 'Opaque', Object.fromEntries(users));

  if (!there.has('postgres-ca')) {
    const names = ['postgres-rw', 'postgres-r', 'postgres-ro'].flatMap((host) => serviceNames(host, cluster.namespace));
    const { authority, certificate, key } = await certificatesFor('postgres-rw', names);
    secret('postgres-ca', 'Opaque', { 'ca.crt': authority });
    secret('postgres-server', 'kubernetes.io/tls', { 'tls.crt': certificate, 'tls.key': key });
  }
  const roles = who.roles.map((role) => [
    role,
    passwordIn(`postgres-${role}`, (fresh) => ({ username: role, password: fresh }), 'kubernetes.io/basic-auth'),
  ]);
  secret('lab-postgres-roles', 'Opaque', Object.fromEntries(roles));
  passwordIn(
    'lab-postgres-superuser',
    (fresh) => ({ username: 'postgres', password: fresh }),
    'kubernetes.io/basic-auth',
  );

  // Not an operator's: what opens the signing keys in the database of users.
  if (!there.has('users')) secret('users', 'Opaque', { encryptionKeys: randomBytes(32).toString('base64') });

  await cluster.apply(made);
  return made.length;
}

const labels = { 'app.kubernetes.io/part-of': 'spillway', 'app.kubernetes.io/managed-by': 'lab-overlay' };
