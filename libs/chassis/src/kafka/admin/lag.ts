import type { Kafka } from 'kafkajs';
import { withAdmin } from './with-admin';

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** The next offset the group will read; undefined where nothing has been committed. */
  readonly committed: bigint | undefined;
  readonly end: bigint;
  /** Messages the group has not settled. */
  readonly lag: bigint;
}

/** kafkajs says only that this server does not host a partition, after some tries. */
export class TopicMissing extends Error {
  readonly code = 'TOPIC_MISSING';

  constructor(topics: readonly string[], options?: ErrorOptions) {
    super(
      `The broker does not have ${topics.length === 1 ? 'the topic' : 'one of the topics'} ${topics.join(', ')}`,
      options,
    );
    this.name = 'TopicMissing';
  }
}

const isMissingTopic = (error: unknown) =>
  error instanceof Error && Reflect.get(error, 'type') === 'UNKNOWN_TOPIC_OR_PARTITION';

/**
 * How far a group is behind, read from the broker, so it is true although the group's consumers may be dead.
 * Never resolves offsets through kafkajs (`resolveOffsets: true` WRITES them); where nothing is committed the whole
 * partition is to come.
 * @throws TopicMissing
 */
export function groupLag(kafka: Kafka, group: string, topics: readonly string[]): Promise<PartitionLag[]> {
  return withAdmin(kafka, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] }).catch((cause: unknown) => {
      throw isMissingTopic(cause) ? new TopicMissing(topics, { cause }) : cause;
    });
    const lags: PartitionLag[] = [];
    for (const { topic, partitions } of committed) {
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end]));
      for (const { partition, offset } of partitions) {
        const edge = ends.get(partition);
        if (!edge) continue;
        const known = offset === '-1' ? undefined : BigInt(offset);
        const [low, end] = [BigInt(edge.low), BigInt(edge.high)];
        // Where retention (or a new topic of the same name) has overtaken the group, what is gone is not to come.
        const next = known === undefined || known < low || known > end ? low : known;
        lags.push({ topic, partition, committed: known, end, lag: end - next });
      }
    }
    return lags.sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
  });
}
