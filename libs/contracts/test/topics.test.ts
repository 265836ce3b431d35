import { allTopics, deadLetterTopic, registry, replyTopicsOf, requestTopics, subscriptions, topics } from '../src';

describe('the topics', () => {
  it('divide evenly among 1, 2, 3, 4, 6 or 12 replicas', () => {
    for (const { partitions } of Object.values(topics)) expect(partitions).toBe(12);
  });

  it('come with a dead-letter topic for each subscription', () => {
    expect(allTopics().map(({ name }) => name)).toEqual([
      'order-events',
      'payment-events',
      'notification-events',
      'order-events-payments-dlq',
      'payment-events-orders-dlq',
      'order-events-notifications-dlq',
      'payment-events-notifications-dlq',
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
    expect(registry.size).toBe(13);
  });
});
