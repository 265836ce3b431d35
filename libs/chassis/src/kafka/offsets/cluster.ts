import type { Kafka, KafkaMessage } from 'kafkajs';

interface TopicPartitions<P> {
  readonly topic: string;
  readonly partitions: readonly P[];
}

/** A record as it is stored; `timestamp` in milliseconds since 1970. */
export type FetchedMessage = KafkaMessage & { readonly isControlRecord?: boolean };

/** The requests of one broker that kafkajs speaks and does not show. */
export interface Broker {
  offsetFetch(request: { groupId: string; topics: readonly TopicPartitions<{ partition: number }>[] }): Promise<{
    responses: readonly TopicPartitions<{ partition: number; offset: string; errorCode: number }>[];
  }>;
  describeGroups(request: { groupIds: readonly string[] }): Promise<{
    groups: readonly { groupId: string; errorCode: number; state: string; members: readonly unknown[] }[];
  }>;
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: readonly TopicPartitions<{ partition: number; fetchOffset: string; maxBytes: number }>[];
  }): Promise<{
    responses: readonly {
      partitions: readonly { partition: number; messages: readonly FetchedMessage[] }[];
    }[];
  }>;
}

/** What the admin client stands on. It has no public name, but is the only way to one record without a group. */
export interface Cluster {
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number }[];
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<Broker>;
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
  fetchTopicsOffset(
    topics: readonly (TopicPartitions<{ partition: number }> & { fromBeginning: boolean })[],
  ): Promise<readonly TopicPartitions<{ partition: number; offset: string }>[]>;
}

type CreateCluster = (options: { metadataMaxAge: number; allowAutoTopicCreation: boolean }) => Cluster;

/** kafkajs keeps its maker of clusters under a symbol; the version is pinned, and a test fails when it has gone. */
export function createCluster(kafka: Kafka): Cluster {
  const key = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = key && (Reflect.get(kafka, key) as CreateCluster);
  if (!create) throw new Error('this kafkajs has no createCluster: offsets cannot be read');
  return create({ metadataMaxAge: 60_000, allowAutoTopicCreation: false });
}
