import { deadLetterTopic } from '@spillway/contracts';
import { Counter } from 'prom-client';
import { logger } from '../../telemetry/logger';
import type { EventProducer, OutgoingMessage } from '../producer/message';
import { waitBeforeRetry } from '../retry-delay';
import { deadLetterHeaders, forwardableHeaders, headerText } from './dead-letter-headers';
import { Abandoned, type Delivery, type Middleware } from './delivery';
import { FailedAttempts } from './failed-attempts';
import { reasonOf } from './failure-reason';

const log = logger('consumer');

const deadLetters = new Counter({
  name: 'dlq_messages_total',
  help: 'Messages handed to a dead-letter topic, by reason',
  labelNames: ['topic', 'group', 'reason'],
});

const describe = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 1000);

/** The dead letter of a delivery: same key, value and headers, and the story of its failure. A redriven message keeps its first failure. */
export function deadLetterOf(delivery: Delivery, failed: FailedAttempts, group: string): OutgoingMessage {
  const h = deadLetterHeaders;
  const before = (name: string) => headerText(delivery.headers[name]);
  return {
    topic: deadLetterTopic(delivery.topic, group),
    key: delivery.keyBytes,
    value: delivery.value,
    headers: {
      ...forwardableHeaders(delivery.headers),
      [h.group]: group,
      [h.reason]: reasonOf(failed.last.error),
      [h.originalTopic]: delivery.topic,
      [h.originalPartition]: String(delivery.partition),
      [h.originalOffset]: delivery.offset,
      [h.attempts]: String(failed.attempts),
      [h.firstFailedAt]: before(h.firstFailedAt) ?? failed.first.at.toISOString(),
      [h.firstError]: before(h.firstError) ?? describe(failed.first.error),
      [h.lastFailedAt]: failed.last.at.toISOString(),
      [h.lastError]: describe(failed.last.error),
    },
  };
}

/** The broker may be out of reach as well: then there is nothing but to go on trying, or a poison message is lost. */
async function publishWithoutEnd(
  producer: EventProducer,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await producer.publish([message]);
    } catch (error) {
      log.warn('the dead-letter topic does not take a message yet', { deadLetterTopic: message.topic, attempt, error });
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
      await publishWithoutEnd(producer, message, context.signal);
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
