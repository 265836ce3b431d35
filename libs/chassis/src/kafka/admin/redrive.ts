import { deadLetterTopic } from '@spillway/contracts';
import type { IHeaders } from 'kafkajs';
import type { KafkaClient } from '../client';
import { headerText } from '../consumer/dead-letter-headers';
import { readUntilEnd } from './read-until';
import { type LeftBehind, sendBack } from './send-back';

/** A dead letter as an operator reads it. */
export interface DeadLetter {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const asText = (headers: IHeaders = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value) ?? '']));

/** What is still in the dead-letter topic, not redriven yet; reads only. */
export async function deadLetters(
  client: KafkaClient,
  options: { topic: string; group: string; limit?: number },
): Promise<DeadLetter[]> {
  const topic = deadLetterTopic(options.topic, options.group);
  const letters: DeadLetter[] = [];
  await readUntilEnd(client.kafka, {
    topic,
    group: `${topic}-redrive`,
    limit: options.limit,
    commit: false,
    each: async (messages, partition) => {
      for (const { offset, key, value, headers } of messages) {
        letters.push({
          partition,
          offset,
          key: key?.toString() ?? null,
          value: value?.toString() ?? null,
          headers: asText(headers),
        });
      }
    },
  });
  return letters;
}

export interface RedriveOptions {
  topic: string;
  group: string;
  limit?: number | undefined;
  /** Is told of each dead letter that cannot be sent back. It is passed by: found again with a consumer, not with this. */
  onLeftBehind?: (letter: LeftBehind) => void;
}

/**
 * Sends dead letters back to the topic they came from, for the group that had failed on them; other groups skip them.
 * Each is taken off (by the offset of the group `<dlq>-redrive`) after its topic has acknowledged it: a crash in between
 * sends it twice, and the inbox takes the repeat. Same key, value and event id; the first failure stays in its headers.
 * @returns how many were sent
 */
export async function redrive(client: KafkaClient, options: RedriveOptions): Promise<number> {
  const topic = deadLetterTopic(options.topic, options.group);
  let leftBehind = 0;
  const read = await readUntilEnd(client.kafka, {
    topic,
    group: `${topic}-redrive`,
    limit: options.limit,
    commit: true,
    async each(messages) {
      for (const letter of await sendBack(client, messages, options)) {
        leftBehind++;
        options.onLeftBehind?.(letter);
      }
    },
  });
  return read - leftBehind;
}
