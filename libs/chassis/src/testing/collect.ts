import type { KafkaMessage } from 'kafkajs';
import { bareKafka, testKafka, uniqueName } from './kafka';

export interface CollectedMessage {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Collector {
  /** Everything that has arrived so far, in order within a partition; it goes on growing until `stop`. */
  readonly messages: readonly CollectedMessage[];
  stop(): Promise<void>;
}

/** Reads a topic from its beginning, in a group of its own. Stop it at the end of the test. */
export async function collect(topic: string, config = testKafka()): Promise<Collector> {
  const messages: CollectedMessage[] = [];
  const consumer = bareKafka(config).consumer({ groupId: uniqueName('collect'), maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      messages.push(collected(partition, message));
    },
  });
  return { messages, stop: () => consumer.disconnect() };
}

function collected(partition: number, { offset, key, value, headers = {} }: KafkaMessage): CollectedMessage {
  const texts = Object.entries(headers).map(([name, header]) => [
    name,
    String(Array.isArray(header) ? header[0] : header),
  ]);
  return { partition, offset, key: key?.toString(), value: value?.toString(), headers: Object.fromEntries(texts) };
}
