/** A Kafka topic as everything else (local broker, manifests, access rules, charts) must create it. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
  /** The broker's `max.message.bytes` for this topic: what a record batch, and so a message, may take up at most. */
  readonly maxMessageBytes: number;
  /** What the message key is, in words. All messages of one key stay in order. */
  readonly key: string;
  /** The only service that writes this topic. */
  readonly owner: string;
}

const days = (count: number) => count * 24 * 60 * 60 * 1000;

/** What Kafka takes unless told otherwise; said aloud, because dead letters must be allowed more. */
const maxMessageBytes = 1_048_588;

/**
 * How much larger than its message a dead letter may be: it carries the story of its failure in headers, which the chassis
 * keeps below 4 KiB. Without this room a message near its topic's limit could not be put aside, and would stop its partition.
 */
const deadLetterRoom = 16 * 1024;

/**
 * One topic per aggregate, never per event type: all events of one order share a topic and a key, so they stay in order.
 * 12 partitions divide evenly among 1, 2, 3, 4, 6 or 12 replicas. Never change the count of a topic that holds events:
 * keys would move to other partitions and overtake themselves.
 */
export const topics = {
  orders: {
    name: 'order-events',
    partitions: 12,
    retentionMs: days(7),
    maxMessageBytes,
    key: 'order id',
    owner: 'orders',
  },
  payments: {
    name: 'payment-events',
    partitions: 12,
    retentionMs: days(7),
    maxMessageBytes,
    key: 'order id',
    owner: 'payments',
  },
  notifications: {
    name: 'notification-events',
    partitions: 12,
    retentionMs: days(7),
    maxMessageBytes,
    key: 'order id',
    owner: 'notifications',
  },
} as const satisfies Record<string, Topic>;

/** Consumer group -> the topics it reads. */
export const subscriptions = {
  payments: [topics.orders],
  orders: [topics.payments],
  notifications: [topics.orders, topics.payments],
} as const satisfies Record<string, readonly Topic[]>;

/** Where a group puts the messages of a topic that it cannot process: `<topic>-<group>-dlq`. */
export function deadLetterTopic(topic: Topic | string, group: string): string {
  return `${typeof topic === 'string' ? topic : topic.name}-${group}-dlq`;
}

/** Every topic that must exist: the topics, then one dead-letter topic for each subscription. */
export function allTopics(): readonly Topic[] {
  return [...Object.values(topics), ...Object.entries(subscriptions).flatMap(deadLettersOf)];
}

// One partition: dead letters are rare and read by people. 30 days: time to find the cause and send them back.
function deadLettersOf([group, consumed]: [group: string, consumed: readonly Topic[]]): Topic[] {
  return consumed.map((topic) => ({
    name: deadLetterTopic(topic, group),
    partitions: 1,
    retentionMs: days(30),
    maxMessageBytes: topic.maxMessageBytes + deadLetterRoom,
    key: topic.key,
    owner: group,
  }));
}
