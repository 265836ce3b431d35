import { percentile } from '../../load/statistics';
import type { PodMetrics } from '../runner/pod-metrics';
import { lagSeconds } from './lag-seconds';
import type { Moment } from './timeline';

/** One row of the timeline, seconds counted from the burst. */
export interface Row {
  second: number;
  lag: number;
  lagSeconds: number;
  desired: number;
  replicas: number;
  ready: number;
  /** Messages settled a second since the row before. */
  throughput: number;
}

export interface Figures {
  orders: number;
  burstSeconds: number;
  secondsToFirstNewReplica: number | undefined;
  secondsToMostReplicas: number;
  mostReplicas: number;
  secondsToDrain: number;
  secondsToMinimum: number;
  /** Lateness of the orders' payments, in seconds. */
  lateness: { worst: number; p99: number; median: number; shareWithinTarget: number };
  rebalances: number;
  /** Seconds that members have spent joining, added up. */
  joinSeconds: number;
  /** Messages begun and given up at rebalances. */
  abandoned: number;
  /** Calls to the provider beyond one a message: repeats with the same key, which charge nobody twice. */
  repeatedCalls: number;
}

const settledUpTo = ({ offsets }: Moment) => Object.values(offsets).reduce((sum, [settled]) => sum + settled, 0);

export function rowsOf(moments: readonly Moment[], burstAt: number): Row[] {
  const ages = lagSeconds(moments);
  return moments.map((moment, index) => {
    const before = moments[index - 1];
    const passed = before ? (moment.at - before.at) / 1000 : 1;
    return {
      second: (moment.at - burstAt) / 1000,
      lag: moment.lag,
      lagSeconds: ages[index] ?? 0,
      desired: moment.desired,
      replicas: moment.replicas,
      ready: moment.ready,
      throughput: before ? (settledUpTo(moment) - settledUpTo(before)) / passed : 0,
    };
  });
}

/** The last that was heard of each pod, minus what it had counted before, added up. */
function counted(moments: readonly Moment[]): PodMetrics {
  const first = new Map<string, PodMetrics>();
  const last = new Map<string, PodMetrics>();
  const atStart = new Set(Object.keys(moments[0]?.pods ?? {}));
  for (const { pods } of moments) {
    for (const [address, metrics] of Object.entries(pods)) {
      if (atStart.has(address) && !first.has(address)) first.set(address, metrics);
      last.set(address, metrics);
    }
  }
  const sums: PodMetrics = { processed: 0, abandoned: 0, joins: 0, joinSeconds: 0, calls: 0 };
  for (const [address, metrics] of last)
    for (const name of Object.keys(sums) as (keyof PodMetrics)[])
      sums[name] += metrics[name] - (first.get(address)?.[name] ?? 0);
  return sums;
}

/** A rebalance is one event for the whole group: the member that was there all the time has joined once for each. */
const rebalancesOf = (moments: readonly Moment[]): number => {
  const joins = new Map<string, { first: number; last: number }>();
  for (const { pods } of moments)
    for (const [address, { joins: count }] of Object.entries(pods))
      joins.set(address, { first: joins.get(address)?.first ?? count, last: count });
  return Math.max(0, ...[...joins.values()].map(({ first, last }) => last - first));
};

export function figuresOf(options: {
  moments: readonly Moment[];
  burst: { startedAt: number; endedAt: number; accepted: number };
  /** Of each order: [accepted at, seconds until its payment]. */
  latenesses: readonly (readonly [number, number])[];
  targetSeconds: number;
  minReplicas: number;
}): Figures {
  const { moments, burst, latenesses, targetSeconds, minReplicas } = options;
  const rows = rowsOf(moments, burst.startedAt).filter(({ second }) => second >= 0);
  const begun = rows[0]?.ready ?? minReplicas;
  const most = Math.max(...rows.map(({ ready }) => ready));
  const lastBehind = rows.findLastIndex(({ lag }) => lag > 0);
  const drained = rows[lastBehind + 1]?.second ?? Number.NaN;
  const lastAbove = rows.findLastIndex(({ replicas }) => replicas > minReplicas);
  const seconds = latenesses.map(([, late]) => late);
  const all = counted(moments);
  return {
    orders: burst.accepted,
    burstSeconds: (burst.endedAt - burst.startedAt) / 1000,
    secondsToFirstNewReplica: rows.find(({ ready }) => ready > begun)?.second,
    secondsToMostReplicas: rows.find(({ ready }) => ready === most)?.second ?? Number.NaN,
    mostReplicas: most,
    secondsToDrain: drained,
    secondsToMinimum: rows[lastAbove + 1]?.second ?? Number.NaN,
    lateness: {
      worst: Math.max(...seconds),
      p99: percentile(seconds, 0.99),
      median: percentile(seconds, 0.5),
      shareWithinTarget: seconds.filter((late) => late <= targetSeconds).length / seconds.length,
    },
    rebalances: rebalancesOf(moments),
    joinSeconds: all.joinSeconds,
    abandoned: all.abandoned,
    repeatedCalls: Math.max(0, all.calls - 2 * burst.accepted),
  };
}
