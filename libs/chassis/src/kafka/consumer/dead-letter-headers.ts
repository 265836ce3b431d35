import type { HeaderValue } from '../producer/message';

/** Header names of a dead letter: where it came from, how it failed first and last. All values are text. */
export const deadLetterHeaders = {
  group: 'dlq-group',
  reason: 'dlq-reason',
  originalTopic: 'dlq-original-topic',
  originalPartition: 'dlq-original-partition',
  originalOffset: 'dlq-original-offset',
  attempts: 'dlq-attempts',
  firstFailedAt: 'dlq-first-failed-at',
  firstError: 'dlq-first-error',
  lastFailedAt: 'dlq-last-failed-at',
  lastError: 'dlq-last-error',
  /** Stands where the message itself was too large to come along: only the story is here. */
  withoutMessage: 'dlq-without-message',
} as const;

/** Set on a message that was sent back from a dead-letter topic: only this group takes it, all others skip it. */
export const redriveGroupHeader = 'redrive-group';
/** How often the message has been sent back. */
export const redriveCountHeader = 'redrive-count';

/** A header as text; undefined when it is absent. Of a header that stands several times the last counts, as in Kafka's `lastHeader`. */
export function headerText(value: Buffer | string | (Buffer | string)[] | null | undefined): string | undefined {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return one?.toString();
}

const isForwardable = (value: unknown): value is string | Buffer => typeof value === 'string' || Buffer.isBuffer(value);

/**
 * Headers as they can be sent again: kafkajs throws on values that are null, undefined or numbers. Lists stay lists,
 * numbers and truth values become text, null (which Kafka allows) becomes empty, what else there may be is left out.
 */
export function forwardableHeaders(headers: Readonly<Record<string, unknown>>): Record<string, HeaderValue> {
  const kept: Record<string, HeaderValue> = {};
  for (const [name, value] of Object.entries(headers)) {
    const values = (Array.isArray(value) ? value : [value]).flatMap(forwardable);
    const [first] = values;
    if (first !== undefined) kept[name] = values.length === 1 ? first : values;
  }
  return kept;
}

function forwardable(value: unknown): (string | Buffer)[] {
  if (isForwardable(value)) return [value];
  if (value === null) return [''];
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? [String(value)] : [];
}
