/** A Kafka topic as everything else (local broker, manifests, access rules, charts) must create it. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** How long a message is kept; `forever` where compaction decides instead. */
  readonly retentionMs: number;
  /** Keeps the last message of each key for good, and takes away all others. Left out: messages go when they are old. */
  readonly compaction?: Compaction;
  /** The broker's `max.message.bytes` for this topic: what a record batch, and so a message, may take up at most. */
  readonly maxMessageBytes: number;
  /** What the message key is, in words. All messages of one key stay in order. */
  readonly key: string;
  /** The service it belongs to: the only one that writes these events, or the only one that reads these commands or replies. */
  readonly owner: string;
}

/** What a compacted topic promises about messages that later ones of their key have replaced. */
export interface Compaction {
  /**
   * The longest that such a message may be left out of compaction (`max.compaction.lag.ms`). The broker's segments are closed as
   * often, but only when something is written: the owner has to write to a key once more after this time (docs/adr/0009).
   */
  readonly maxLagMs: number;
}

/** Kafka's number for a topic whose messages do not go because they are old. */
export const forever = -1;

export const days = (count: number): number => count * 24 * 60 * 60 * 1000;

/** A topic's settings in the broker's own words: what a local broker and a manifest create it with. */
export const topicConfig = (topic: Topic): Readonly<Record<string, number | string>> => ({
  ...(topic.compaction && {
    'cleanup.policy': 'compact',
    'max.compaction.lag.ms': topic.compaction.maxLagMs,
  }),
  'retention.ms': topic.retentionMs,
  'max.message.bytes': topic.maxMessageBytes,
});

/**
 * How much larger than its message a dead letter may be: it carries the story of its failure in headers, which the chassis
 * keeps below 4 KiB. Without this room a message near its topic's limit could not be put aside, and would stop its partition.
 */
const deadLetterRoom = 16 * 1024;

/** Where a group puts the messages of a topic that it cannot process: `<topic>-<group>-dlq`. */
export function deadLetterTopic(topic: Topic | string, group: string): string {
  return `${typeof topic === 'string' ? topic : topic.name}-${group}-dlq`;
}

/**
 * One partition: dead letters are rare and read by people. 30 days: time to find the cause and send them back. What comes of a
 * compacted topic may hold personal data, and goes within a month in all: brokers close a segment after seven days at the latest,
 * and count from then on.
 */
export const deadLetterTopicOf = (topic: Topic, group: string, owner = topic.owner): Topic => ({
  name: deadLetterTopic(topic, group),
  partitions: 1,
  retentionMs: topic.compaction ? days(21) : days(30),
  maxMessageBytes: topic.maxMessageBytes + deadLetterRoom,
  key: topic.key,
  owner,
});
