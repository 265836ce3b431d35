import { deadLetterTopic } from '@spillway/contracts';
import { Counter } from 'prom-client';
import { logger } from '../../telemetry/logger';
import { sparingly } from '../../telemetry/sparingly';
import { cutToBytes } from '../cut-to-bytes';
import type { EventProducer, OutgoingMessage } from '../producer/message';
import { isTooLarge } from '../producer/too-large';
import { waitBeforeRetry } from '../retry-delay';
import { deadLetterHeaders, forwardableHeaders, headerText } from './dead-letter-headers';
import { Abandoned, type Delivery, type Middleware } from './delivery';
import { FailedAttempts } from './failed-attempts';
import { reasonOf } from './failure-reason';
import { deadLetterSpan } from './failure-spans';

const log = logger('consumer');
const warn = sparingly(log.warn, { by: ['deadLetterTopic'] });

const deadLetters = new Counter({
  name: 'dlq_messages_total',
  help: 'Messages handed to a dead-letter topic, by reason',
  labelNames: ['topic', 'group', 'reason'],
});

// In bytes, because what they limit is: the story as a whole stays below 4 KiB, and dead-letter topics take that much more.
const maxErrorBytes = 1_000;
const maxReasonBytes = 200;

const describe = (error: unknown): string =>
  cutToBytes(error instanceof Error ? `${error.name}: ${error.message}` : String(error), maxErrorBytes);

/** How a delivery failed, as headers. A redriven message keeps its first failure. */
function storyOf(delivery: Delivery, failed: FailedAttempts, group: string): Record<string, string> {
  const h = deadLetterHeaders;
  // Whatever it came with: a header is anybody's to set, and must not make the story long.
  const before = (name: string, maxBytes: number) => {
    const text = headerText(delivery.headers[name]);
    return text === undefined ? undefined : cutToBytes(text, maxBytes);
  };
  return {
    [h.group]: group,
    [h.reason]: cutToBytes(reasonOf(failed.last.error), maxReasonBytes),
    [h.originalTopic]: delivery.topic,
    [h.originalPartition]: String(delivery.partition),
    [h.originalOffset]: delivery.offset,
    [h.attempts]: String(failed.attempts),
    [h.firstFailedAt]: before(h.firstFailedAt, maxReasonBytes) ?? failed.first.at.toISOString(),
    [h.firstError]: before(h.firstError, maxErrorBytes) ?? describe(failed.first.error),
    [h.lastFailedAt]: failed.last.at.toISOString(),
    [h.lastError]: describe(failed.last.error),
  };
}

/** The dead letter of a delivery: same key, value and headers, and the story of its failure. */
export function deadLetterOf(delivery: Delivery, failed: FailedAttempts, group: string): OutgoingMessage {
  return {
    topic: deadLetterTopic(delivery.topic, group),
    key: delivery.keyBytes,
    value: delivery.value,
    headers: { ...forwardableHeaders(delivery.headers), ...storyOf(delivery, failed, group) },
  };
}

/** For a message that cannot come along: its story, which says where it is. */
const storyAlone = (delivery: Delivery, failed: FailedAttempts, group: string): OutgoingMessage => ({
  topic: deadLetterTopic(delivery.topic, group),
  key: null,
  value: null,
  headers: { ...storyOf(delivery, failed, group), [deadLetterHeaders.withoutMessage]: 'too-large' },
});

/**
 * The broker may be out of reach as well: then there is nothing but to go on trying, or a poison message is lost. Only that
 * it is too large will never change (it came compressed, or the topic was made with another limit): then `instead` goes.
 */
async function publishWithoutEnd(
  producer: EventProducer,
  letter: OutgoingMessage,
  instead: () => OutgoingMessage,
  signal: AbortSignal,
): Promise<void> {
  let message = letter;
  for (let attempt = 1; ; attempt++) {
    try {
      return await producer.publish([message]);
    } catch (error) {
      if (message === letter && isTooLarge(error)) {
        message = instead();
        log.warn('too large for its dead-letter topic: only the story goes there', { deadLetterTopic: letter.topic });
        continue;
      }
      warn('the dead-letter topic does not take a message yet', { deadLetterTopic: message.topic, attempt, error });
      await waitBeforeRetry(attempt, { maxMs: 2_000, signal });
      if (signal.aborted) throw new Abandoned();
    }
  }
}

/**
 * Sends what cannot be processed to `<topic>-<group>-dlq`, with the first and the last failure in its headers.
 * Guarantee: the message is acknowledged by the dead-letter topic before its offset may be committed.
 * Batches of many pass their error on, to be isolated first.
 */
export const deadLetter =
  ({ producer, group }: { producer: EventProducer; group: string }): Middleware =>
  (next) =>
  async (deliveries, context) => {
    try {
      await next(deliveries, context);
    } catch (error) {
      const [delivery] = deliveries;
      if (error instanceof Abandoned || deliveries.length !== 1 || !delivery) throw error;
      const failed = error instanceof FailedAttempts ? error : FailedAttempts.and(undefined, error);
      const message = deadLetterOf(delivery, failed, group);
      const span = deadLetterSpan(delivery, message.topic, reasonOf(failed.last.error));
      try {
        await publishWithoutEnd(producer, message, () => storyAlone(delivery, failed, group), context.signal);
      } finally {
        span.end(failed.last.error);
      }
      report(delivery, failed, group, message.topic);
    }
  };

function report({ topic, partition, offset }: Delivery, failed: FailedAttempts, group: string, to: string): void {
  const { attempts, last } = failed;
  const reason = reasonOf(last.error);
  deadLetters.inc({ topic, group, reason });
  const where = { group, topic, partition, offset, deadLetterTopic: to };
  log.error('message moved to the dead-letter topic', { ...where, reason, attempts, error: last.error });
}
