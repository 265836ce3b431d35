import type { Topology } from './contracts.mts';
import { kafkaTopics, kafkaUsers } from './kafka.mts';
import { databases, roles } from './postgres.mts';
import { topologyJson } from './topology.mts';
import { yaml } from './yaml.mts';

const marked = (documents: readonly object[]) =>
  `# Generated from libs/contracts by \`make manifests\`. Do not edit.\n${yaml(documents)}`;

/** Path, as seen from the root of the tree -> content. */
export const generatedFiles = (topology: Topology): Readonly<Record<string, string>> => ({
  'k8s/base/kafka/topics.yaml': marked(kafkaTopics(topology)),
  'k8s/base/kafka/users.yaml': marked(kafkaUsers(topology)),
  'k8s/base/postgres/databases.yaml': marked(databases(topology)),
  'k8s/base/postgres/roles.yaml': marked([roles(topology)]),
  'charts/service/files/topology.json': topologyJson(topology),
});
