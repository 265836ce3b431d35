/** A Kafka topic as everything else (local broker, manifests, access rules, charts) must create it. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
  /** The broker's `max.message.bytes` for this topic: what a record batch, and so a message, may take up at most. */
  readonly maxMessageBytes: number;
  /** What the message key is, in words. All messages of one key stay in order. */
  readonly key: string;
  /** The service it belongs to: the only one that writes these events, or the only one that reads these commands or replies. */
  readonly owner: string;
}

/**
 * How much larger than its message a dead letter may be: it carries the story of its failure in headers, which the chassis
 * keeps below 4 KiB. Without this room a message near its topic's limit could not be put aside, and would stop its partition.
 */
const deadLetterRoom = 16 * 1024;

/** Where a group puts the messages of a topic that it cannot process: `<topic>-<group>-dlq`. */
export function deadLetterTopic(topic: Topic | string, group: string): string {
  return `${typeof topic === 'string' ? topic : topic.name}-${group}-dlq`;
}

/** One partition: dead letters are rare and read by people. 30 days: time to find the cause and send them back. */
export const deadLetterTopicOf = (topic: Topic, group: string, owner = topic.owner): Topic => ({
  name: deadLetterTopic(topic, group),
  partitions: 1,
  retentionMs: 30 * 24 * 60 * 60 * 1000,
  maxMessageBytes: topic.maxMessageBytes + deadLetterRoom,
  key: topic.key,
  owner,
});
