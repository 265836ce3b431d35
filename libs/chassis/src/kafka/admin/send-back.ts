import type { KafkaMessage } from 'kafkajs';
import type { KafkaClient } from '../client';
import {
  deadLetterHeaders,
  forwardableHeaders,
  headerText,
  redriveCountHeader,
  redriveGroupHeader,
} from '../consumer/dead-letter-headers';
import type { OutgoingMessage } from '../producer/message';
import { isTooLarge } from '../producer/too-large';

/** A dead letter that stays where it is, and where its message had come from. */
export interface LeftBehind {
  readonly offset: string;
  readonly reason: 'without-message' | 'too-large';
  readonly originalTopic: string;
  readonly originalPartition: string;
  readonly originalOffset: string;
}

/** Whose dead letters they are; the topic is for letters that do not name theirs. */
interface Destination {
  readonly topic: string;
  readonly group: string;
}

const { firstFailedAt, firstError, originalTopic, originalPartition, originalOffset, withoutMessage } =
  deadLetterHeaders;
const story = new Set<string>(Object.values(deadLetterHeaders));
const firstFailure = new Set<string>([firstFailedAt, firstError]);

/** The message as it was, marked for its group; of its story only `kept` goes along. */
function messageOf({ key, value, headers = {} }: KafkaMessage, to: Destination, kept: ReadonlySet<string>) {
  const own = Object.entries(forwardableHeaders(headers)).filter(([name]) => kept.has(name) || !story.has(name));
  return {
    topic: headerText(headers[originalTopic]) ?? to.topic,
    key,
    value,
    headers: {
      ...Object.fromEntries(own),
      [redriveGroupHeader]: to.group,
      [redriveCountHeader]: String(Number(headerText(headers[redriveCountHeader]) ?? 0) + 1),
    },
  } satisfies OutgoingMessage;
}

function leftBehind({ offset, headers = {} }: KafkaMessage, reason: LeftBehind['reason']): LeftBehind {
  const text = (name: string) => headerText(headers[name]) ?? '';
  return {
    offset,
    reason,
    originalTopic: text(originalTopic),
    originalPartition: text(originalPartition),
    originalOffset: text(originalOffset),
  };
}

/**
 * Sends dead letters to the topics they came from, with the first failure. A message so near its topic's limit that this does
 * not fit goes without it; one that leaves no room even for its marks (about 100 bytes) stays, as does a story without message.
 * @returns those that stay
 */
export async function sendBack(
  client: KafkaClient,
  letters: readonly KafkaMessage[],
  to: Destination,
): Promise<LeftBehind[]> {
  const hasMessage = ({ headers = {} }: KafkaMessage) => headers[withoutMessage] === undefined;
  const left = letters.filter((letter) => !hasMessage(letter)).map((letter) => leftBehind(letter, 'without-message'));
  const sendable = letters.filter(hasMessage);
  if (await fits(client, sendable, to, firstFailure)) return left;
  for (const letter of sendable) {
    if (await fits(client, [letter], to, firstFailure)) continue;
    if (!(await fits(client, [letter], to, new Set()))) left.push(leftBehind(letter, 'too-large'));
  }
  return left;
}

/** Whether the brokers took them. A batch of which a part was taken is sent again, and the inbox takes the repeats. */
async function fits(
  client: KafkaClient,
  letters: readonly KafkaMessage[],
  to: Destination,
  kept: ReadonlySet<string>,
): Promise<boolean> {
  try {
    await client.publish(letters.map((letter) => messageOf(letter, to, kept)));
    return true;
  } catch (error) {
    if (isTooLarge(error)) return false;
    throw error;
  }
}
