import { Counter, Gauge, Histogram } from 'prom-client';
import type { Lateness, Watcher } from './watch';

const partition = ['group', 'topic', 'partition'] as const;
type PartitionGauge = Gauge<(typeof partition)[number]>;

const lag: PartitionGauge = new Gauge({
  name: 'kafka_consumer_lag_messages',
  help: 'Messages of a partition that a group has not settled, read at the broker',
  labelNames: partition,
  collect: () => each(lag, ({ lag: messages }) => Number(messages)),
});

const age: PartitionGauge = new Gauge({
  name: 'kafka_consumer_oldest_unprocessed_age_seconds',
  help: 'Age of the oldest message that a group has not settled; 0 when it has settled all, absent when it is not known',
  labelNames: partition,
  collect: () => each(age, ageOf),
});

const stalled: PartitionGauge = new Gauge({
  name: 'kafka_consumer_stalled',
  help: '1 where a group has work and has not moved for LAG_STALLED_AFTER_MS, else 0',
  labelNames: partition,
  collect: () => each(stalled, (late) => (late.stalled ? 1 : 0)),
});

const members = new Gauge({
  name: 'kafka_consumer_group_members',
  help: 'Members of a group, as its coordinator counts them',
  labelNames: ['group'],
  collect() {
    members.reset();
    for (const watcher of watchers) {
      for (const group of watcher.current()) members.set({ group: group.group }, group.members);
    }
  },
});

export const rewinds = new Counter({
  name: 'kafka_consumer_rewinds_total',
  help: 'Times a committed offset has gone back',
  labelNames: ['group', 'topic'],
});

export const failures = new Counter({
  name: 'kafka_lag_read_failures_total',
  help: 'Looks at a group that failed; its series are absent after three in a row',
  labelNames: ['group'],
});

export const requests = new Counter({
  name: 'kafka_lag_requests_total',
  help: 'Requests to brokers, by what they ask for: what this measuring costs',
  labelNames: ['request'],
});

export const lookDuration = new Histogram({
  name: 'kafka_lag_look_duration_seconds',
  help: 'One look at all groups',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const watchers = new Set<Pick<Watcher, 'current'>>();

/** Ages are worked out when they are asked for: between two looks time goes on. */
export const ageOf = ({ lag: messages, oldest }: Lateness): number | undefined => {
  if (messages === 0n) return 0;
  return oldest === undefined ? undefined : Math.max(0, Date.now() - oldest) / 1000;
};

/** Shows what a watcher knows, until the returned function is called. */
export function exposeLag(watcher: Pick<Watcher, 'current'>): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

function each(gauge: PartitionGauge, toValue: (late: Lateness) => number | undefined): void {
  gauge.reset(); // what is not known any more must not stand
  for (const watcher of watchers) {
    for (const late of watcher.current().flatMap(({ partitions }) => partitions)) {
      const value = toValue(late);
      if (value !== undefined) gauge.set({ group: late.group, topic: late.topic, partition: late.partition }, value);
    }
  }
}
