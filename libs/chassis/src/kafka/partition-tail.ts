import type { Kafka } from 'kafkajs';
import type { Part } from '../lifecycle';
import { logger } from '../telemetry/logger';
import { isBrokerAway } from './broker-away';
import { createCluster, type FetchedMessage } from './offsets/cluster';
import { fetchPartition } from './offsets/fetch-partition';
import { waitBeforeRetry } from './retry-delay';

const log = logger('kafka');

export interface PartitionTailOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** One of the topic's, given their number. */
  choose(partitions: number): number;
  /** Must not throw. */
  each(message: FetchedMessage): void;
  /** How long a fetch may wait for a message, in milliseconds; a stop waits as long at most. */
  readonly maxWaitMs?: number;
}

/** So many failures in a row are no hiccup any more. */
const notReadyAfter = 3;
const maxStartAttempts = 10;

/**
 * Reads one partition from where it ends when it starts, as somebody who belongs to no group: no coordinator, no
 * assignment, no rebalance can take it away, and nothing is committed. What is sent after `start` has resolved is read,
 * whatever the broker does meanwhile: the place is kept here, and a fetch that fails is repeated from it.
 */
export function partitionTail(options: PartitionTailOptions): Part & { partition(): number } {
  const { kafka, topic, choose, each, maxWaitMs = 250 } = options;
  const cluster = createCluster(kafka);
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let partition = -1;
  let next = 0n;
  let failures = 0;

  async function edge(fromBeginning: boolean): Promise<bigint> {
    const [answer] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning }]);
    const offset = answer?.partitions[0]?.offset;
    if (offset === undefined) throw new Error(`the broker does not say where partition ${partition} of ${topic} ends`);
    return BigInt(offset);
  }

  /** A broker that has just been made the leader, or is it no more, refuses for a moment. */
  async function end(): Promise<bigint> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await edge(false);
      } catch (error) {
        if (attempt >= maxStartAttempts || stopping.signal.aborted || !isBrokerAway(error)) throw error;
        log.debug('the end of a partition is not known yet', { topic, partition, attempt, error });
        await waitBeforeRetry(attempt, { maxMs: 1_000, signal: stopping.signal });
        await recover(error);
      }
    }
  }

  async function read(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const messages = await fetchPartition(cluster, {
          topic,
          partition,
          offset: next,
          maxWaitMs,
          maxBytes: 1 << 20,
        });
        if (messages === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`);
        for (const message of messages) {
          const offset = BigInt(message.offset);
          if (offset < next) continue; // a batch is stored whole: it may begin before the place
          next = offset + 1n;
          if (!message.isControlRecord) each(message);
        }
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (++failures === 1)
          log.warn('a partition cannot be read and will be tried again', { topic, partition, error });
        else log.debug('a partition can still not be read', { topic, partition, failures, error });
        await waitBeforeRetry(failures, { initialMs: 50, maxMs: 1_000, signal: stopping.signal });
        if (!stopping.signal.aborted) await recover(error);
      }
    }
  }

  async function recover(error: unknown): Promise<void> {
    try {
      if (!cluster.isConnected()) await cluster.connect();
      await cluster.refreshMetadata(); // the leader may have moved
      // Retention has overtaken the place, or the topic was made anew: what is gone is gone.
      if (Reflect.get(Object(error), 'type') === 'OFFSET_OUT_OF_RANGE') next = await edge(true);
    } catch (cause) {
      log.debug('the cluster is not back yet', { topic, cause });
    }
  }

  return {
    name: `tail of ${topic}`,
    partition: () => partition,

    /** @throws what kafkajs throws when no broker answers or the topic does not exist */
    async start() {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
      const { length } = cluster.findTopicPartitionMetadata(topic);
      if (length === 0) throw new Error(`topic ${topic} has no partitions`);
      partition = choose(length);
      next = await end();
      running = read();
    },

    async stop() {
      stopping.abort();
      await cluster.disconnect(); // when the fetch that waits has ended
      await running;
      await cluster.disconnect(); // a recovery under way may have connected again
    },

    notReady: () => (failures < notReadyAfter ? undefined : `partition ${partition} of ${topic} cannot be read`),
  };
}
