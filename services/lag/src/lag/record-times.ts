import type { OffsetReader } from '@spillway/chassis';

/**
 * When a record was made. Remembered for the offset a group was last seen at: a group that stands still costs nothing,
 * one that moves costs a request for one record.
 */
export function recordTimes(reader: Pick<OffsetReader, 'recordTime'>) {
  const known = new Map<string, { offset: bigint; time: number }>();

  return async (group: string, topic: string, partition: number, offset: bigint): Promise<number | undefined> => {
    const place = `${group}/${topic}/${partition}`;
    const last = known.get(place);
    if (last?.offset === offset) return last.time;
    const time = await reader.recordTime(topic, partition, offset);
    if (time === undefined) known.delete(place);
    else known.set(place, { offset, time });
    return time;
  };
}
