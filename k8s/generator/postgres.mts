import type { Topology } from './contracts.mts';

const apiVersion = 'postgresql.cnpg.io/v1';
const cluster = 'postgres';

/** A database of its own for each service, owned by the role of the same name. Deleting the manifest keeps the data. */
export const databases = ({ services }: Topology): object[] =>
  services.map((name) => ({
    apiVersion,
    kind: 'Database',
    metadata: { name },
    spec: { cluster: { name: cluster }, name, owner: name, databaseReclaimPolicy: 'retain' },
  }));

/** A patch of the Cluster: its roles, each with the Secret that holds its password. */
export const roles = ({ services }: Topology): object => ({
  apiVersion,
  kind: 'Cluster',
  metadata: { name: cluster },
  spec: {
    managed: {
      roles: services.map((name) => ({
        name,
        ensure: 'present',
        login: true,
        passwordSecret: { name: `${cluster}-${name}` },
      })),
    },
  },
});
