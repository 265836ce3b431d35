import {
  allTopics,
  deadLetterTopic,
  registry,
  replyTopicsOf,
  requestTopics,
  subscriptions,
  topicConfig,
  topics,
} from '../src';
import { deadLetterTopicOf } from '../src/topic';

describe('the topics', () => {
  it('divide evenly among 1, 2, 3, 4, 6 or 12 replicas', () => {
    for (const { partitions } of Object.values(topics)) expect(partitions).toBe(12);
  });

  it('come with a dead-letter topic for each subscription', () => {
    const deadLetters = Object.entries(subscriptions).flatMap(([group, consumed]) =>
      consumed.map((topic) => deadLetterTopic(topic, group)),
    );
    expect(deadLetters).toContain('order-events-payments-dlq');
    expect(allTopics().map(({ name }) => name)).toEqual([
      ...Object.values(topics).map(({ name }) => name),
      ...deadLetters,
      ...requestTopics().map(({ name }) => name),
    ]);
  });

  it('come with those of commands and replies', () => {
    expect(requestTopics().map(({ name }) => name)).toEqual([
      'order-commands',
      'product-commands',
      'order-commands-orders-commands-dlq',
      'product-commands-products-commands-dlq',
      'gateway-replies',
    ]);
    expect(replyTopicsOf('orders')).toEqual(['gateway-replies']);
  });

  it('take a message of 1 MiB, and its dead letter with the story of its failure', () => {
    const bytesOf = new Map(allTopics().map(({ name, maxMessageBytes }) => [name, maxMessageBytes]));
    for (const { maxMessageBytes } of Object.values(topics))
      expect(maxMessageBytes).toBeGreaterThanOrEqual(1024 * 1024);
    for (const [group, consumed] of Object.entries(subscriptions)) {
      for (const topic of consumed) {
        const room = (bytesOf.get(deadLetterTopic(topic, group)) ?? 0) - topic.maxMessageBytes;
        expect(room).toBeGreaterThanOrEqual(4 * 1024);
      }
    }
  });

  it('keep what is compacted for good, close its segments daily, and put its dead letters away within a month', () => {
    expect(topicConfig(topics.users)).toEqual({
      'cleanup.policy': 'compact',
      'max.compaction.lag.ms': 86_400_000,
      'retention.ms': -1,
      'max.message.bytes': topics.users.maxMessageBytes,
    });
    expect(topicConfig(topics.orders)).toEqual({
      'retention.ms': topics.orders.retentionMs,
      'max.message.bytes': topics.orders.maxMessageBytes,
    });
    // A segment is closed after seven days at the latest, and kept from then on.
    const day = 86_400_000;
    expect(deadLetterTopicOf(topics.users, 'readers').retentionMs + 7 * day).toBeLessThanOrEqual(30 * day);
  });

  it('have names Kafka takes, each once', () => {
    const names = allTopics().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,249}$/);
  });

  it('name dead letters by topic or by its name', () => {
    expect(deadLetterTopic(topics.orders, 'payments')).toBe(deadLetterTopic('order-events', 'payments'));
  });

  it('are written by one owner, who does not read them', () => {
    for (const [group, consumed] of Object.entries(subscriptions)) {
      for (const topic of consumed) expect(topic.owner).not.toBe(group);
    }
  });

  it('carry every type of event under its own name', () => {
    for (const [name, { type, topic }] of registry) {
      expect(name).toBe(type);
      expect(Object.values(topics)).toContain(topic);
    }
    const written = new Set([...registry.values()].map(({ topic }) => topic.name));
    expect([...written].sort()).toEqual(
      Object.values(topics)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
