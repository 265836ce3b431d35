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

/**
 * Records of one partition from its leader, read without a group; undefined when there is no leader. A batch is stored whole:
 * it may begin before the offset that was asked for. Nobody's open transaction holds up what stands behind it.
 */
export async function fetchPartition(
  cluster: Cluster,
  { topic, partition, offset, maxWaitMs, maxBytes }: FetchRequest,
): Promise<readonly FetchedMessage[] | undefined> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) return undefined;
  const broker = await cluster.findBroker({ nodeId });
  const { responses } = await broker.fetch({
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes,
    isolationLevel: 0,
    topics: [{ topic, partitions: [{ partition, fetchOffset: offset.toString(), maxBytes }] }],
  });
  return responses[0]?.partitions[0]?.messages ?? [];
}
