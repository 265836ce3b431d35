import { Kafka } from 'kafkajs';
import { Counter } from 'prom-client';
import type { KafkaConfig } from '../config';
import type { Part } from '../lifecycle';
import { logger } from '../telemetry/logger';
import { connectionOptions } from './connection';
import { coalescing } from './producer/coalescing';
import type { EventProducer, OutgoingMessage } from './producer/message';
import { renewingProducer } from './producer/renewing';
import { requests } from './producer/size';
import { waitBeforeRetry } from './retry-delay';
import { applyKafkajsWorkarounds } from './workarounds';

const log = logger('kafka');
const maxRequestBytes = 768 * 1024; // below the brokers' default message.max.bytes of 1 MiB, with room for headers

const sentMessages = new Counter({
  name: 'messaging_client_sent_messages_total',
  help: 'Messages handed to a topic, by outcome',
  labelNames: ['topic', 'outcome'],
});

/** One process's way to Kafka: it produces, and consumers and admins are made from it. */
export interface KafkaClient extends Part, EventProducer {
  readonly kafka: Kafka;
  readonly config: KafkaConfig;
  /** One message; concurrent calls share a request. */
  send(message: OutgoingMessage): Promise<void>;
}

const count = (messages: readonly OutgoingMessage[], outcome: string) => {
  for (const { topic } of messages) sentMessages.inc({ topic, outcome });
};

/**
 * kafkajs with our settings and its workarounds: for admins and readers; producers and consumers have better ones here.
 * @throws when a certificate file named in the settings cannot be read.
 */
export function plainKafka(config: KafkaConfig): Kafka {
  applyKafkajsWorkarounds();
  return new Kafka(connectionOptions(config));
}

/** @throws when a certificate file named in the settings cannot be read. */
export function kafkaClient(config: KafkaConfig): KafkaClient {
  const kafka = plainKafka(config);
  const producer = renewingProducer(kafka, config);
  const stopped = new AbortController();
  let connected = false;

  async function publish(messages: readonly OutgoingMessage[]): Promise<void> {
    for (const slice of requests(messages, { maxCount: config.batchSize, maxBytes: maxRequestBytes })) {
      try {
        await producer.send(slice);
        count(slice, 'sent');
      } catch (error) {
        count(slice, 'failed');
        throw error;
      }
    }
  }

  const coalescer = coalescing(publish, {
    batchSize: config.batchSize,
    maxBatchBytes: maxRequestBytes,
    lingerMs: config.lingerMs,
    bufferMaxMessages: config.bufferMaxMessages,
    deliveryTimeout: config.deliveryTimeout,
  });

  return {
    name: 'kafka',
    kafka,
    config,
    publish,
    send: (message) => coalescer.send(message),

    /** Waits for a broker without end: a pod that starts before Kafka is no reason for a crash loop. */
    async start() {
      for (let attempt = 1; !connected && !stopped.signal.aborted; attempt++) {
        try {
          await producer.connect();
          connected = true;
        } catch (error) {
          log.warn('no broker answers yet', { brokers: config.brokers, attempt, error });
          await waitBeforeRetry(attempt, { signal: stopped.signal });
        }
      }
    },

    async stop() {
      stopped.abort();
      await coalescer.drain();
      await producer.disconnect();
    },

    notReady: () => (connected ? undefined : `no broker has answered yet (KAFKA_BROKERS=${config.brokers.join(',')})`),
  };
}
