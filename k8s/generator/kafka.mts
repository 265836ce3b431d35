import { latenessRules, operatorRules, type Rule, scalerRules, serviceRules } from './access.mts';
import type { Topology } from './contracts.mts';

const apiVersion = 'kafka.strimzi.io/v1';
const labels = { 'strimzi.io/cluster': 'spillway' };

/** Replication is the cluster's default, so the same topics fit one broker and three. */
export const kafkaTopics = ({ topics }: Topology): object[] =>
  topics.map(({ name, partitions, config }) => ({
    apiVersion,
    kind: 'KafkaTopic',
    metadata: { name, labels },
    spec: { partitions, config },
  }));

/** One for each service, lag included, which is in no topology because it owns and consumes nothing; one for KEDA, one for people. */
export const kafkaUsers = (topology: Topology): object[] => [
  ...[...topology.services, ...topology.stateless].map((service) =>
    kafkaUser(service, serviceRules(topology, service)),
  ),
  kafkaUser('lag', latenessRules(topology)),
  kafkaUser('keda', scalerRules(topology)),
  kafkaUser('operator', operatorRules(topology)),
];

const kafkaUser = (name: string, rules: readonly Rule[]) => ({
  apiVersion,
  kind: 'KafkaUser',
  metadata: { name, labels },
  spec: {
    authentication: { type: 'scram-sha-512' },
    authorization: {
      type: 'simple',
      acls: rules.map(({ type, name: resource, operations }) => ({
        resource: { type, name: resource, patternType: 'literal' },
        operations: [...operations],
      })),
    },
  },
});
