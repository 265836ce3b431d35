import type { Moment } from './timeline';

/**
 * Lag in seconds at every moment: the age of the oldest message that the group has not settled, over all partitions. When a
 * message came is read off the ends of its partition as they were seen earlier, so it is true to the time between two looks.
 */
export function lagSeconds(moments: readonly Moment[]): number[] {
  return moments.map(({ at, offsets }, now) => {
    let oldest = at;
    for (const [partition, [settled, end]] of Object.entries(offsets)) {
      if (settled >= end) continue;
      const seen = moments.slice(0, now + 1).find((moment) => (moment.offsets[Number(partition)]?.[1] ?? 0) > settled);
      if (seen) oldest = Math.min(oldest, seen.at);
    }
    return (at - oldest) / 1000;
  });
}
