import type { AclEntry } from 'kafkajs';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';

/** A KafkaUser of Strimzi (kafka.strimzi.io/v1), as far as its rules go. */
export interface KafkaUser {
  kind: 'KafkaUser';
  metadata: { name: string };
  spec: { authorization?: { type: 'simple'; acls: UserAcl[] } };
}

interface UserAcl {
  type?: 'allow' | 'deny';
  resource: {
    type: 'topic' | 'group' | 'cluster' | 'transactionalId';
    name?: string;
    patternType?: 'literal' | 'prefix';
  };
  operations: string[];
  host?: string;
}

const resourceTypes = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  cluster: AclResourceTypes.CLUSTER,
  transactionalId: AclResourceTypes.TRANSACTIONAL_ID,
};

const operations: Record<string, AclOperationTypes> = {
  All: AclOperationTypes.ALL,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Delete: AclOperationTypes.DELETE,
  Alter: AclOperationTypes.ALTER,
  Describe: AclOperationTypes.DESCRIBE,
  ClusterAction: AclOperationTypes.CLUSTER_ACTION,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  AlterConfigs: AclOperationTypes.ALTER_CONFIGS,
  IdempotentWrite: AclOperationTypes.IDEMPOTENT_WRITE,
};

/** The broker's rules for a user, one for each operation, exactly as Strimzi's user operator would write them. */
export function rulesOf({ metadata, spec }: KafkaUser): AclEntry[] {
  return (spec.authorization?.acls ?? []).flatMap(({ type = 'allow', resource, operations: named, host = '*' }) =>
    named.map((name) => {
      const operation = operations[name];
      if (operation === undefined) throw new Error(`KafkaUser ${metadata.name}: there is no operation '${name}'`);
      return {
        principal: `User:${metadata.name}`,
        host,
        operation,
        permissionType: type === 'deny' ? AclPermissionTypes.DENY : AclPermissionTypes.ALLOW,
        resourceType: resourceTypes[resource.type],
        resourceName: resource.type === 'cluster' ? 'kafka-cluster' : (resource.name ?? ''),
        resourcePatternType:
          resource.patternType === 'prefix' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      };
    }),
  );
}
