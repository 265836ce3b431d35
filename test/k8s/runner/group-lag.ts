import type { Admin } from 'kafkajs';

export interface GroupLag {
  /** Messages the group has not settled. */
  lag: number;
  partitions: { topic: string; partition: number; committed: bigint; end: bigint }[];
}

/** How far a group is behind, asked of the broker. What was never committed counts from the beginning of the partition. */
export async function groupLag(admin: Admin, group: string, topics: readonly string[]): Promise<GroupLag> {
  const partitions: GroupLag['partitions'] = [];
  for (const { topic, partitions: offsets } of await admin.fetchOffsets({ groupId: group, topics: [...topics] })) {
    const edges = new Map((await admin.fetchTopicOffsets(topic)).map((edge) => [edge.partition, edge]));
    for (const { partition, offset } of offsets) {
      const edge = edges.get(partition);
      if (edge)
        partitions.push({
          topic,
          partition,
          committed: BigInt(offset === '-1' ? edge.low : offset),
          end: BigInt(edge.high),
        });
    }
  }
  return { lag: partitions.reduce((sum, { committed, end }) => sum + Number(end - committed), 0), partitions };
}
