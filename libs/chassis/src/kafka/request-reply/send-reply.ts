import type { KafkaClient } from '../client';
import { NoSuchPartition } from '../producer/errors';
import type { OutgoingMessage } from '../producer/message';
import { isTooLarge } from '../producer/too-large';
import { waitBeforeRetry } from '../retry-delay';

/** Sending this reply again cannot help. */
export const isRefused = (error: unknown): boolean => isTooLarge(error) || error instanceof NoSuchPartition;

/**
 * Sends a reply until the broker has it, for as long as the signal allows: the command is not carried out again because its
 * answer could not be sent at once. The first try shares its request with other replies, and with their mistakes; each
 * further one is alone in its own, so that a refusal then is about this reply.
 * @throws what the broker refuses for good; whatever came last once the signal is aborted
 */
export async function sendReply(kafka: KafkaClient, reply: OutgoingMessage, signal: AbortSignal): Promise<void> {
  for (let failures = 0; ; ) {
    try {
      return failures === 0 ? await kafka.send(reply) : await kafka.publish([reply]);
    } catch (error) {
      if (signal.aborted || (failures > 0 && isRefused(error))) throw error;
      await waitBeforeRetry(++failures, { initialMs: 20, maxMs: 500, signal });
      if (signal.aborted) throw error;
    }
  }
}
