import type { OffsetReader } from '@spillway/chassis';
import type { Reading } from './progress';

export interface PartitionReading extends Reading {
  readonly topic: string;
  readonly partition: number;
}

/**
 * Where one group stands in all partitions of its topics. The ends are read last: read first, a group that is quick
 * would stand behind an end that is old, and have a lag below zero.
 */
export async function groupReading(reader: OffsetReader, group: string, topics: readonly string[]) {
  const { state, members } = await reader.groupState(group);
  const starts = await reader.edges(topics, 'start');
  const committed = await reader.committed(group, topics);
  const ends = await reader.edges(topics, 'end');
  const partitions: PartitionReading[] = [];
  for (const topic of topics) {
    for (const [partition, end] of ends.get(topic) ?? []) {
      const start = starts.get(topic)?.get(partition) ?? 0n;
      partitions.push({ topic, partition, committed: committed.get(topic)?.get(partition), start, end });
    }
  }
  return { state, members, partitions };
}
