import type { Kafka } from 'kafkajs';
import { createCluster, type FetchedMessage } from './cluster';
import { fetchPartition } from './fetch-partition';

/** Retention has overtaken the place that was asked for, or the topic was made anew. */
export class RecordsGone extends Error {
  readonly code = 'RECORDS_GONE';

  constructor(topic: string, partition: number, offset: bigint, options?: ErrorOptions) {
    super(`${topic}[${partition}] no longer holds the offset ${offset}`, options);
    this.name = 'RecordsGone';
  }
}

export interface RecordReaderOptions {
  readonly kafka: Kafka;
  /** Of one answer at most; the first batch of records comes whole, however large it is. */
  readonly maxBytes?: number;
  /** How long a read may wait where nothing has come yet, in milliseconds. */
  readonly maxWaitMs?: number;
}

/**
 * Reads what topics hold from any place on, as somebody who belongs to no group: whoever reads keeps the place himself, best
 * in the transaction of what he makes of the records. Needs the right to read the topic and no other.
 */
export interface RecordReader {
  /** The records from the offset on, as many as one answer holds; none where nothing has come yet. @throws RecordsGone */
  read(topic: string, partition: number, offset: bigint): Promise<readonly FetchedMessage[]>;
  close(): Promise<void>;
}

export function recordReader({ kafka, maxBytes = 1 << 19, maxWaitMs = 250 }: RecordReaderOptions): RecordReader {
  const cluster = createCluster(kafka);
  return {
    async read(topic, partition, offset) {
      if (!cluster.isConnected()) await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
      await cluster.refreshMetadataIfNecessary();
      try {
        const messages = await fetchPartition(cluster, { topic, partition, offset, maxWaitMs, maxBytes });
        if (messages === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`);
        return messages.filter((message) => BigInt(message.offset) >= offset && !message.isControlRecord);
      } catch (error) {
        await cluster.refreshMetadata().catch(() => undefined); // the leader may have moved; the first error says what is wrong
        if (Reflect.get(Object(error), 'type') !== 'OFFSET_OUT_OF_RANGE') throw error;
        throw new RecordsGone(topic, partition, offset, { cause: error });
      }
    },
    close: () => cluster.disconnect(),
  };
}
