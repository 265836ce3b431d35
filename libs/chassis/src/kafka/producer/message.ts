import { groupBy } from '../group-by';

export type HeaderValue = string | Buffer | readonly (string | Buffer)[];

/** What goes to a topic: text or bytes, and headers that are there. A header with a list stands several times. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** Where it has to go, whatever its key; left out, the key decides. */
  readonly partition?: number;
}

/** Publishes many at once: resolves when all in-sync replicas have all of them, rejects when that is not certain. */
export interface EventProducer {
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
}

/** Messages by topic, order kept, as kafkajs' sendBatch wants them. */
export const byTopic = (messages: readonly OutgoingMessage[]) =>
  [...groupBy(messages, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ headers, topic: _, ...message }) => ({ ...message, headers: copied(headers) })),
  }));

function copied(headers: OutgoingMessage['headers']): Record<string, string | Buffer | (string | Buffer)[]> {
  const copy: Record<string, string | Buffer | (string | Buffer)[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) copy[name] = typeof value === 'string' || Buffer.isBuffer(value) ? value : [...value];
  }
  return copy;
}
