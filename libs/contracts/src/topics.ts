import { requestTopics } from './requests';
import { days, deadLetterTopicOf, forever, type Topic } from './topic';

/** What Kafka takes unless told otherwise; said aloud, because dead letters must be allowed more. */
const maxMessageBytes = 1_048_588;

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
  // Every event carries the whole present state of its user, and UserDeleted nothing of it: compaction erases personal data.
  users: {
    name: 'user-events',
    partitions: 12,
    retentionMs: forever,
    compaction: { maxLagMs: days(1) },
    maxMessageBytes,
    key: 'user id',
    owner: 'users',
  },
  products: {
    name: 'product-events',
    partitions: 12,
    retentionMs: days(7),
    maxMessageBytes,
    key: 'product id',
    owner: 'products',
  },
  // Of products, too, but about orders: beside the events of products an order's would have no order among themselves.
  stock: {
    name: 'stock-events',
    partitions: 12,
    retentionMs: days(7),
    maxMessageBytes,
    key: 'order id',
    owner: 'products',
  },
} as const satisfies Record<string, Topic>;

/** Consumer group -> the topics it reads. */
export const subscriptions = {
  payments: [topics.orders],
  orders: [topics.payments, topics.stock],
  notifications: [topics.orders, topics.payments, topics.users],
  products: [topics.orders],
  analytics: [topics.orders, topics.payments, topics.notifications],
} as const satisfies Record<string, readonly Topic[]>;

/** Who hears a topic from its end on, each process all of it and without a group. What came before, it asks the owner. */
export const followers = {
  gateway: [topics.orders],
} as const satisfies Record<string, readonly Topic[]>;

/** Every topic that must exist: events, one dead-letter topic for each subscription, and what requests need. */
export function allTopics(): readonly Topic[] {
  const deadLetters = Object.entries(subscriptions).flatMap(([group, consumed]) =>
    consumed.map((topic: Topic) => deadLetterTopicOf(topic, group, group)),
  );
  return [...Object.values(topics), ...deadLetters, ...requestTopics()];
}
