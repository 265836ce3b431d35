import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';

/** One message as the checker sees it: read with no code of the services. */
export interface TopicMessage {
  partition: number;
  offset: bigint;
  key: string;
  eventId: string;
  type: string;
  causationId: string | undefined;
}

/** Everything a topic holds now, by partition in offset order. An empty topic costs no consumer. */
export async function readTopic(kafka: Kafka, topic: string): Promise<TopicMessage[]> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(
    offsets.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const messages: TopicMessage[] = [];
  if (open.size === 0) return messages;

  const consumer = kafka.consumer({ groupId: `checker-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch, resolveOffset }) => {
          for (const { offset, key, headers = {} } of batch.messages) {
            const text = (name: string) => headers[name]?.toString();
            messages.push({
              partition: batch.partition,
              offset: BigInt(offset),
              key: key?.toString() ?? '',
              eventId: text('ce_id') ?? '',
              type: text('ce_type') ?? '',
              causationId: text('causationid'),
            });
          }
          resolveOffset(batch.lastOffset());
          const end = open.get(batch.partition);
          if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) open.delete(batch.partition);
          if (open.size === 0) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return messages;
}

/** Without repeats: the first appearance of each event id counts, the rest are repeats, which are allowed and counted. */
export function firstAppearances(messages: readonly TopicMessage[]): { events: TopicMessage[]; repeats: number } {
  const seen = new Set<string>();
  const events = messages.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
  return { events, repeats: messages.length - events.length };
}
