import type { Kafka, Producer } from 'kafkajs';
import type { KafkaConfig } from '../../config';
import { logger } from '../../telemetry/logger';
import { KafkaProducerClosed } from './errors';
import { byTopic, type OutgoingMessage } from './message';
import { stablePartitioner } from './partitioner';

const log = logger('producer');

/**
 * An idempotent kafkajs producer that sends one batch at a time and is thrown away after a failed one.
 *
 * Why: when a request fails kafkajs takes its sequence numbers back. If the broker had written that batch and only the
 * answer was lost, the next, different batch goes out under the same numbers; the broker takes it for a repeat and
 * acknowledges it without writing it: messages are lost in silence (test/kafka/lost-answer.test.ts shows it). Within one
 * `sendBatch` the repeat is the same batch, and all is well, so nothing else may be sent between its tries; and a new
 * producer has a new id, under which the broker has seen no numbers. What was in doubt may be written twice; it is never lost.
 */
export function renewingProducer(kafka: Kafka, config: KafkaConfig) {
  let current: Promise<Producer> | undefined;
  let live: Producer | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function connected(): Promise<Producer> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: config.maxInFlightRequests,
      createPartitioner: stablePartitioner,
      allowAutoTopicCreation: false,
      retry: { ...config.retry, retries: Math.max(1, config.retry.retries) }, // kafkajs refuses 0 for an idempotent producer
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await discard(producer);
      throw error;
    }
  }

  const discard = (producer: Producer): Promise<void> =>
    producer.disconnect().catch((cause) => log.debug('the producer did not close', { cause }));

  async function ready(): Promise<Producer> {
    if (closed) throw new KafkaProducerClosed();
    current ??= connected();
    const attempt = current;
    try {
      live = await attempt;
      return live;
    } catch (error) {
      if (current === attempt) current = undefined;
      throw error;
    }
  }

  async function sendNow(messages: readonly OutgoingMessage[]): Promise<void> {
    const producer = await ready();
    try {
      await producer.sendBatch({ topicMessages: byTopic(messages), acks: -1, timeout: config.requestTimeout });
    } catch (error) {
      current = live = undefined;
      void discard(producer);
      throw error;
    }
  }

  return {
    /** Connects if that has not happened yet. Throws what kafkajs throws when no broker answers. */
    async connect(): Promise<void> {
      await ready();
    },

    /** Acknowledged by all in-sync replicas, or rejected. Calls take turns. */
    send(messages: readonly OutgoingMessage[]): Promise<void> {
      const turn = lastTurn.then(() => sendNow(messages));
      lastTurn = turn.catch(() => undefined); // the caller hears of it; the next in line starts all the same
      return turn;
    },

    /** Lets what has been sent come to its end; later calls are refused. */
    async disconnect(): Promise<void> {
      await lastTurn;
      closed = true;
      const last = current;
      current = undefined;
      if (live) await live.disconnect();
      else void last?.then(discard, () => undefined); // still looking for a broker: nothing is lost, nobody has to wait
    },
  };
}
