import type { Cluster, FetchedMessage } from './cluster';

export interface FetchRequest {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** How long the broker may wait for a first message, in milliseconds. */
  readonly maxWaitMs: number;
  /** The first record batch comes whole, however large it is (KIP-74). */
  readonly maxBytes: number;
}

export interface FetchAllRequest extends Omit<FetchRequest, 'partition' | 'offset'> {
  /** Partition -> the offset it is read from. */
  readonly places: ReadonlyMap<number, bigint>;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly messages: readonly FetchedMessage[];
}

/**
 * Records of some partitions from their leaders, one request each, read without a group. A partition without a leader is left
 * out. A batch is stored whole: it may begin before the offset that was asked for. Nobody's open transaction holds up what
 * stands behind it.
 */
export async function fetchPartitions(
  cluster: Cluster,
  { topic, places, maxWaitMs, maxBytes }: FetchAllRequest,
): Promise<readonly FetchedPartition[]> {
  const byLeader = Object.entries(cluster.findLeaderForPartitions(topic, [...places.keys()]));
  const fetched = await Promise.all(
    byLeader.map(async ([nodeId, led]) => {
      const broker = await cluster.findBroker({ nodeId });
      const partitions = led.map((partition) => {
        return { partition, fetchOffset: String(places.get(partition)), maxBytes };
      });
      const { responses } = await broker.fetch({
        maxWaitTime: maxWaitMs,
        minBytes: 1,
        maxBytes,
        isolationLevel: 0,
        topics: [{ topic, partitions }],
      });
      return responses.flatMap((response) => response.partitions);
    }),
  );
  return fetched.flat();
}

/** The same of one partition; undefined when it has no leader. */
export async function fetchPartition(
  cluster: Cluster,
  { partition, offset, ...rest }: FetchRequest,
): Promise<readonly FetchedMessage[] | undefined> {
  const [fetched] = await fetchPartitions(cluster, { ...rest, places: new Map([[partition, offset]]) });
  return fetched?.messages;
}
