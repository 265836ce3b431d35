import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { checkerUser } from '../lab/checker-user';
import { type KafkaUser, rulesOf } from '../runner/acls';

const user = (acls: object[]) =>
  ({
    kind: 'KafkaUser',
    metadata: { name: 'payments' },
    spec: { authorization: { type: 'simple', acls } },
  }) as KafkaUser;

it('makes a rule of every operation', () => {
  const rules = rulesOf(
    user([{ resource: { type: 'topic', name: 'a', patternType: 'literal' }, operations: ['Read', 'Write'] }]),
  );
  const common = {
    principal: 'User:payments',
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: AclResourceTypes.TOPIC,
    resourceName: 'a',
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
  expect(rules).toEqual([
    { ...common, operation: AclOperationTypes.READ },
    { ...common, operation: AclOperationTypes.WRITE },
  ]);
});

it('knows prefixes, denials and the cluster', () => {
  const rules = rulesOf(
    user([
      { type: 'deny', resource: { type: 'group', name: 'g-', patternType: 'prefix' }, operations: ['Read'] },
      { resource: { type: 'cluster' }, operations: ['Describe'] },
    ]),
  );
  expect(rules).toMatchObject([
    { permissionType: AclPermissionTypes.DENY, resourcePatternType: ResourcePatternTypes.PREFIXED },
    { resourceType: AclResourceTypes.CLUSTER, resourceName: 'kafka-cluster' },
  ]);
});

it('refuses an operation it does not know', () =>
  expect(() => rulesOf(user([{ resource: { type: 'topic', name: 'a' }, operations: ['Reed'] }]))).toThrow(/Reed/));

it('gives the checker nothing to write with', () => {
  const operations = rulesOf(checkerUser() as KafkaUser).map(({ operation }) => operation);
  expect(new Set(operations)).toEqual(new Set([AclOperationTypes.READ, AclOperationTypes.DESCRIBE]));
});
