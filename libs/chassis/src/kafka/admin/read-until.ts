import type { EachBatchPayload, Kafka } from 'kafkajs';
import { groupLag } from './lag';

type Message = EachBatchPayload['batch']['messages'][number];

export interface ReadOptions {
  group: string;
  topic: string;
  /** At most this many messages. */
  limit?: number;
  /** Whether what was read counts as read the next time. */
  commit: boolean;
  each(messages: readonly Message[], partition: number): Promise<void>;
}

/**
 * Reads what a topic holds for a group at this moment, and stops there. With `commit` the group's offset moves after
 * `each` has resolved, so a crash repeats messages and never skips one.
 * @returns the number of messages read
 */
export async function readUntilEnd(
  kafka: Kafka,
  { group, topic, limit = Infinity, commit, each }: ReadOptions,
): Promise<number> {
  const ends = new Map(
    (await groupLag(kafka, group, [topic])).filter(({ lag }) => lag > 0n).map(({ partition, end }) => [partition, end]),
  );
  if (ends.size === 0 || limit < 1) return 0;
  const consumer = kafka.consumer({
    groupId: group,
    maxWaitTimeInMs: 200,
    retry: { restartOnFailure: async () => false },
  });
  let read = 0;
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          eachBatch: async ({ batch, resolveOffset }) => {
            const end = ends.get(batch.partition);
            if (end === undefined) return;
            const messages = batch.messages.filter(({ offset }) => BigInt(offset) < end).slice(0, limit - read);
            const last = messages.at(-1);
            if (last) {
              await each(messages, batch.partition);
              read += messages.length;
              resolveOffset(last.offset);
              const next = (BigInt(last.offset) + 1n).toString();
              if (commit) await consumer.commitOffsets([{ topic, partition: batch.partition, offset: next }]);
            }
            if (BigInt(batch.lastOffset()) + 1n >= end) ends.delete(batch.partition);
            if (ends.size === 0 || read >= limit) resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return read;
}
