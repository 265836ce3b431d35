import type { Kafka } from 'kafkajs';
import type { Part } from '../lifecycle';
import { logger } from '../telemetry/logger';
import { sparingly } from '../telemetry/sparingly';
import { isBrokerAway } from './broker-away';
import { createCluster, type FetchedMessage } from './offsets/cluster';
import { fetchPartitions } from './offsets/fetch-partition';
import { waitBeforeRetry } from './retry-delay';

const log = logger('kafka');
const warn = sparingly(log.warn, { by: ['topic'] });

export interface TailOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Which of the topic's partitions, given their number; all of them unless said. */
  choose?(partitions: number): readonly number[];
  /** Must not throw. */
  each(message: FetchedMessage): void;
  /** How long a fetch may wait for a message, in milliseconds; a stop waits as long at most. */
  readonly maxWaitMs?: number;
}

export interface Tail extends Part {
  /** What it reads, once it has started. */
  partitions(): readonly number[];
}

/** So many failures in a row are no hiccup any more. */
const notReadyAfter = 3;
/** A broker under load takes its time to lead what has just been made: milliseconds in which the ends have to be known. */
const startLimit = 60_000;

const every = (partitions: number): readonly number[] => Array.from({ length: partitions }, (_, index) => index);

/**
 * Reads partitions from where they end when it starts, as somebody who belongs to no group: no coordinator, no assignment, no
 * rebalance can take them away, and nothing is committed. What is sent after `start` has resolved is read, in the order of its
 * partition, whatever the broker does meanwhile: the places are kept here, and a fetch that fails is repeated from them.
 */
export function tail(options: TailOptions): Tail {
  const { kafka, topic, choose = every, each, maxWaitMs = 1_000 } = options;
  const cluster = createCluster(kafka);
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const places = new Map<number, bigint>();
  let failures = 0;

  async function edges(partitions: readonly number[], fromBeginning: boolean): Promise<Map<number, bigint>> {
    const wanted = partitions.map((partition) => ({ partition }));
    const [answer] = await cluster.fetchTopicsOffset([{ topic, partitions: wanted, fromBeginning }]);
    const known = new Map(answer?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    const missing = partitions.find((partition) => !known.has(partition));
    if (missing === undefined) return known;
    throw new Error(`the broker does not say where partition ${missing} of ${topic} ends`);
  }

  /** A broker that has just been made the leader, or is it no more, refuses for a moment. */
  async function ends(partitions: readonly number[]): Promise<Map<number, bigint>> {
    const until = performance.now() + startLimit;
    for (let attempt = 1; ; attempt++) {
      try {
        return await edges(partitions, false);
      } catch (error) {
        if (performance.now() > until || stopping.signal.aborted || !isBrokerAway(error)) throw error;
        log.debug('the end of a topic is not known yet', { topic, attempt, error });
        await waitBeforeRetry(attempt, { maxMs: 1_000, signal: stopping.signal });
        await recover(error);
      }
    }
  }

  function take(partition: number, messages: readonly FetchedMessage[]): void {
    for (const message of messages) {
      const offset = BigInt(message.offset);
      if (offset < (places.get(partition) ?? 0n)) continue; // a batch is stored whole: it may begin before the place
      places.set(partition, offset + 1n);
      if (!message.isControlRecord) each(message);
    }
  }

  async function read(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const fetched = await fetchPartitions(cluster, { topic, places, maxWaitMs, maxBytes: 1 << 20 });
        for (const { partition, messages } of fetched) take(partition, messages);
        if (fetched.length < places.size) throw new Error(`a partition of ${topic} has no leader`);
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures++;
        warn('a topic cannot be read and will be tried again', { topic, failures, error });
        await waitBeforeRetry(failures, { initialMs: 50, maxMs: 1_000, signal: stopping.signal });
        if (!stopping.signal.aborted) await recover(error);
      }
    }
  }

  async function recover(error: unknown): Promise<void> {
    try {
      if (!cluster.isConnected()) await cluster.connect();
      await cluster.refreshMetadata(); // the leader may have moved
      if (Reflect.get(Object(error), 'type') === 'OFFSET_OUT_OF_RANGE') await moveIntoRange();
    } catch (cause) {
      log.debug('the cluster is not back yet', { topic, cause });
    }
  }

  /** Retention has overtaken a place, or the topic was made anew: what is gone is gone. */
  async function moveIntoRange(): Promise<void> {
    const partitions = [...places.keys()];
    const [first, end] = [await edges(partitions, true), await edges(partitions, false)];
    for (const [partition, place] of places) {
      const [from = 0n, to = 0n] = [first.get(partition), end.get(partition)];
      if (place < from || place > to) places.set(partition, from);
    }
  }

  return {
    name: `tail of ${topic}`,
    partitions: () => [...places.keys()].sort((a, b) => a - b),

    /** @throws what kafkajs throws when no broker answers or the topic does not exist */
    async start() {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
      const { length } = cluster.findTopicPartitionMetadata(topic);
      if (length === 0) throw new Error(`topic ${topic} has no partitions`);
      for (const [partition, end] of await ends(choose(length))) places.set(partition, end);
      running = read();
    },

    async stop() {
      stopping.abort();
      await cluster.disconnect(); // when the fetch that waits has ended
      await running;
      await cluster.disconnect(); // a recovery under way may have connected again
    },

    notReady: () => (failures < notReadyAfter ? undefined : `${topic} cannot be read`),
  };
}
