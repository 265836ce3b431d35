import { Gauge } from 'prom-client';
import { KafkaBufferFull, KafkaDeliveryTimeout, KafkaProducerClosed } from './errors';
import type { OutgoingMessage } from './message';
import { sizeOf } from './size';

export interface CoalescingOptions {
  /** At most this many messages in one request. */
  batchSize: number;
  /** At most about this many bytes in one request. */
  maxBatchBytes: number;
  /** How long a message may wait for company; 0: only for what is sent in the same turn of the event loop. */
  lingerMs: number;
  /** At most this many messages waiting or under way; one more is refused. */
  bufferMaxMessages: number;
  /** A message that is not acknowledged by then is rejected; if it is not under way yet, it will not be sent. */
  deliveryTimeout: number;
}

interface Waiting {
  message: OutgoingMessage;
  bytes: number;
  expired: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

const buffered = new Gauge({
  name: 'kafka_producer_buffer_messages',
  help: 'Messages waiting for the broker in this process',
});

/**
 * Lets concurrent sends share one request (kafkajs has no linger: tulios/kafkajs#1157, #1161). One request is under way
 * at a time; what arrives meanwhile is the next one, so batches grow by themselves under load and a lone message goes at once.
 * Guarantees: messages leave in the order of the calls; each promise settles with the fate of its own request.
 */
export function coalescing(send: (messages: readonly OutgoingMessage[]) => Promise<void>, options: CoalescingOptions) {
  let queue: Waiting[] = [];
  let inFlight = 0;
  let lingering: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let closed = false;
  let someExpired = false;
  const idle: (() => void)[] = [];

  function dropExpired(): void {
    if (someExpired) queue = queue.filter(({ expired }) => !expired);
    someExpired = false;
  }

  function nextBatch(): Waiting[] {
    dropExpired();
    let bytes = 0;
    let count = 0;
    while (count < queue.length && count < options.batchSize) {
      bytes += queue[count]?.bytes ?? 0;
      if (count > 0 && bytes > options.maxBatchBytes) break;
      count++;
    }
    return queue.splice(0, count);
  }

  async function flush(): Promise<void> {
    clearTimeout(lingering);
    lingering = immediate = undefined;
    if (inFlight > 0) return;
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      inFlight = batch.length;
      try {
        await send(batch.map(({ message }) => message));
        for (const waiting of batch) waiting.resolve();
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
      inFlight = 0;
      buffered.set(queue.length);
    }
    for (const done of idle.splice(0)) done();
  }

  function schedule(): void {
    if (inFlight > 0 || immediate) return;
    if (options.lingerMs === 0 || closed || queue.length >= options.batchSize)
      immediate = setImmediate(() => void flush());
    else lingering ??= setTimeout(() => void flush(), options.lingerMs);
  }

  function enqueue(message: OutgoingMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        waiting.expired = someExpired = true;
        reject(new KafkaDeliveryTimeout(options.deliveryTimeout));
      }, options.deliveryTimeout);
      const waiting: Waiting = {
        message,
        bytes: sizeOf(message),
        expired: false,
        resolve() {
          clearTimeout(deadline);
          resolve();
        },
        reject(error) {
          clearTimeout(deadline);
          reject(error);
        },
      };
      queue.push(waiting);
    });
  }

  return {
    /** Resolves when all in-sync replicas have the message. Throws KafkaBufferFull, KafkaDeliveryTimeout, KafkaProducerClosed. */
    send(message: OutgoingMessage): Promise<void> {
      if (closed) return Promise.reject(new KafkaProducerClosed());
      if (queue.length + inFlight >= options.bufferMaxMessages) dropExpired();
      if (queue.length + inFlight >= options.bufferMaxMessages)
        return Promise.reject(new KafkaBufferFull(options.bufferMaxMessages));
      const sent = enqueue(message);
      buffered.set(queue.length + inFlight);
      schedule();
      return sent;
    },

    /** Refuses what is new and resolves when everything accepted has been settled. */
    async drain(): Promise<void> {
      closed = true;
      if (queue.length === 0 && inFlight === 0) return;
      const drained = new Promise<void>((resolve) => idle.push(resolve));
      schedule();
      await drained;
    },
  };
}
