import { allTopics, subscriptions } from '@spillway/contracts';

/** The Kafka user that tests look through: it reads every topic, and how far every group is, and can change nothing. */
export function checkerUser() {
  const rule = (type: 'topic' | 'group', name: string, operations: string[], patternType = 'literal') => ({
    resource: { type, name, patternType },
    operations,
  });
  return {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaUser',
    metadata: { name: 'checker', labels: { 'strimzi.io/cluster': 'spillway' } },
    spec: {
      authentication: { type: 'scram-sha-512' },
      authorization: {
        type: 'simple',
        acls: [
          ...allTopics().map(({ name }) => rule('topic', name, ['Read'])),
          ...Object.keys(subscriptions).map((group) => rule('group', group, ['Describe'])),
          rule('group', 'checker-', ['Read'], 'prefix'),
        ],
      },
    },
  };
}
