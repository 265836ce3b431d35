import { percentile } from '../load/statistics';
import { type Figure, load } from './report';
import { repeat } from './with-system';

export type Ask = () => Promise<unknown>;

interface Run {
  readonly perSecond: number;
  readonly ms: readonly number[];
}

/** `callers` ask again as soon as they have their answer. */
async function closedLoop(ask: Ask, callers: number, seconds: number): Promise<Run> {
  const ms: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const caller = async () => {
    for (let asked = performance.now(); asked < end; asked = performance.now()) {
      await ask();
      ms.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (ms.length / (performance.now() - began)) * 1_000, ms };
}

interface Aims {
  readonly p50?: number;
  readonly perSecond?: number;
  readonly p99?: number;
}

/** How long one takes, and how many there are of 32 callers. */
export async function askedFigures(way: string, ask: Ask, aims: Aims): Promise<Figure[]> {
  await closedLoop(ask, 32, 3); // warm
  const single = await repeat(3, () => closedLoop(ask, 1, 4));
  const loadOfOne = load();
  const many = await repeat(3, () => closedLoop(ask, 32, 5));
  const atMost = (value?: number) => value && { aim: { atMost: value } };
  return [
    {
      name: `${way}, one at a time, p50`,
      unit: 'ms',
      runs: single.map(({ ms }) => percentile(ms, 0.5)),
      ...atMost(aims.p50),
      load: loadOfOne,
    },
    {
      name: `${way}, 32 at once`,
      unit: 'requests/s',
      runs: many.map(({ perSecond }) => perSecond),
      ...(aims.perSecond && { aim: { atLeast: aims.perSecond } }),
      load: load(),
    },
    {
      name: `${way}, 32 at once, p99`,
      unit: 'ms',
      runs: many.map(({ ms }) => percentile(ms, 0.99)),
      ...atMost(aims.p99),
    },
  ];
}
