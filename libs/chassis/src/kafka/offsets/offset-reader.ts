import type { Kafka } from 'kafkajs';
import { createCluster } from './cluster';
import { fetchPartition } from './fetch-partition';

/** Topic -> partition -> what is asked for. */
export type ByPartition<T> = ReadonlyMap<string, ReadonlyMap<number, T>>;

export interface GroupState {
  /** Stable, Empty, PreparingRebalance, CompletingRebalance or Dead: the broker's own words. */
  readonly state: string;
  readonly members: number;
}

/** Reads at the broker how far groups are, as somebody who belongs to none. Every call is one request to each broker concerned. */
export interface OffsetReader {
  /** First offset that is still there, and the one the next message will get. */
  edges(topics: readonly string[], edge: 'start' | 'end'): Promise<ByPartition<bigint>>;
  /** The next offset the group will read; left out where nothing has been committed. */
  committed(group: string, topics: readonly string[]): Promise<ByPartition<bigint>>;
  groupState(group: string): Promise<GroupState>;
  /** When the first record at or after the offset was made; undefined where there is none (any more). */
  recordTime(topic: string, partition: number, offset: bigint): Promise<number | undefined>;
  close(): Promise<void>;
}

/**
 * `onRequest` hears of every request, by what it asks for: what the reading costs the broker can be counted.
 * @throws what kafkajs throws when no broker answers or a right is missing; the next call starts anew.
 */
export function offsetReader(kafka: Kafka, onRequest: (what: string) => void = () => {}): OffsetReader {
  const cluster = createCluster(kafka);

  async function know(topics: readonly string[]): Promise<void> {
    if (!cluster.isConnected()) await cluster.connect();
    await cluster.addMultipleTargetTopics(topics);
    await cluster.refreshMetadataIfNecessary();
  }

  const partitionsOf = (topic: string) =>
    cluster.findTopicPartitionMetadata(topic).map(({ partitionId: partition }) => ({ partition }));

  /** A leader may have moved: whoever fails looks for it anew the next time. */
  async function orRefresh<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await cluster.refreshMetadata().catch(() => undefined); // the first error says what is wrong
      throw error;
    }
  }

  return {
    edges: (topics, edge) =>
      orRefresh(async () => {
        await know(topics);
        onRequest(`list-${edge}-offsets`);
        const fromBeginning = edge === 'start';
        const answer = await cluster.fetchTopicsOffset(
          topics.map((topic) => ({ topic, partitions: partitionsOf(topic), fromBeginning })),
        );
        return byPartition(answer);
      }),

    committed: (groupId, topics) =>
      orRefresh(async () => {
        await know(topics);
        const coordinator = await cluster.findGroupCoordinator({ groupId });
        onRequest('offset-fetch');
        const { responses } = await coordinator.offsetFetch({
          groupId,
          topics: topics.map((topic) => ({ topic, partitions: partitionsOf(topic) })),
        });
        return byPartition(responses);
      }),

    groupState: (groupId) =>
      orRefresh(async () => {
        await know([]);
        const coordinator = await cluster.findGroupCoordinator({ groupId });
        onRequest('describe-groups');
        const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
        return { state: groups[0]?.state ?? 'Dead', members: groups[0]?.members.length ?? 0 };
      }),

    async recordTime(topic, partition, offset) {
      await know([topic]);
      onRequest('fetch');
      const messages = await fetchPartition(cluster, { topic, partition, offset, maxWaitMs: 0, maxBytes: 1 });
      const record = messages?.find((message) => BigInt(message.offset) >= offset);
      return record && Number(record.timestamp);
    },

    close: () => cluster.disconnect(),
  };
}

function byPartition(
  topics: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[],
): ByPartition<bigint> {
  const known = (partitions: readonly { partition: number; offset: string }[]) =>
    new Map(
      partitions.filter(({ offset }) => offset !== '-1').map(({ partition, offset }) => [partition, BigInt(offset)]),
    );
  return new Map(topics.map(({ topic, partitions }) => [topic, known(partitions)]));
}
