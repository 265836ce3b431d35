import { logger, type OffsetReader, type Part, repeat } from '@spillway/chassis';
import { sparingly } from '@spillway/chassis/telemetry';
import type { LagConfig } from '../config';
import { groupReading, type PartitionReading } from './group-reading';
import { failures, lookDuration, rewinds } from './metrics';
import { type Progress, progress } from './progress';
import { recordTimes } from './record-times';

const log = logger('lag');
const warn = sparingly(log.warn, { by: ['group'] });

export interface Lateness extends Progress {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** When the oldest message that is not settled was made, in milliseconds since 1970; undefined when there is none, or it is not known. */
  readonly oldest: number | undefined;
  readonly stalled: boolean;
}

export interface GroupLateness {
  readonly group: string;
  readonly state: string;
  readonly members: number;
  readonly partitions: readonly Lateness[];
}

export interface Watcher extends Part {
  /** What is known of each group. A group that could not be read for three looks is left out: an old truth would lie. */
  current(): readonly GroupLateness[];
}

/** Looks at the broker again and again. Each group by itself: one that cannot be read hides no other. */
export function watch(reader: OffsetReader, { watched, interval, stalledAfter }: LagConfig): Watcher {
  const known = new Map<string, { at: number; lateness: GroupLateness }>();
  const oldestOf = recordTimes(reader);
  let answered = false;

  async function look(): Promise<number> {
    const stopTimer = lookDuration.startTimer();
    await Promise.all([...watched].map(([group, topics]) => lookAt(group, topics)));
    stopTimer();
    return interval;
  }

  async function lookAt(group: string, topics: readonly string[]): Promise<void> {
    try {
      const { partitions, ...state } = await groupReading(reader, group, topics);
      const before = known.get(group)?.lateness.partitions ?? [];
      const lateness = await Promise.all(partitions.map((reading) => latenessOf(group, reading, before)));
      known.set(group, { at: performance.now(), lateness: { group, ...state, partitions: lateness } });
      answered = true;
    } catch (error) {
      failures.inc({ group });
      warn('the lag of a group could not be read', { group, error });
    }
  }

  async function latenessOf(group: string, reading: PartitionReading, all: readonly Lateness[]): Promise<Lateness> {
    const { topic, partition } = reading;
    const before = all.find((other) => other.topic === topic && other.partition === partition);
    const now = performance.now();
    const moved = progress(before, reading, now);
    if (moved.rewound) {
      rewinds.inc({ group, topic });
      log.warn('the offset of a group has gone back', {
        group,
        topic,
        partition,
        from: before?.committed?.toString(),
        to: moved.committed?.toString(),
      });
    }
    const stalled = moved.stuckSince !== undefined && now - moved.stuckSince >= stalledAfter;
    const oldest = moved.lag === 0n ? undefined : await oldestOf(group, topic, partition, moved.next);
    return { ...moved, group, topic, partition, oldest, stalled };
  }

  const looking = repeat('lag', look);

  return {
    ...looking,
    async stop() {
      await looking.stop?.();
      await reader.close();
    },
    notReady: () => (answered ? undefined : 'no broker has told of any group yet'),
    current: () =>
      [...known.values()]
        .filter(({ at }) => performance.now() - at <= 3 * interval + 1_000)
        .map(({ lateness }) => lateness),
  };
}
