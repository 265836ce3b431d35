import type { System } from '@spillway/local';
import type { OpenLoopResult, Outcome } from '../load/timings';
import { openLoop } from './generators';
import { type Figure, load, residentMb } from './report';
import { repeat } from './with-system';

/** Twice as much shows how refusing works, four times as much what becomes of the service. */
const factors = [2, 4];
const seconds = 8;
/** Above what a service works on at once (HTTP_MAX_CONCURRENT, 1,000), or nothing would be refused. */
const connections = 2_048;

/** Processor time the service has taken so far, in seconds, as it says itself. */
async function cpuSeconds(url: string): Promise<number> {
  const metrics = await fetch(`${url}/metrics`).then((response) => response.text());
  const [, seconds] = /^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)/m.exec(metrics) ?? [];
  if (seconds === undefined) throw new Error('the service does not say its processor time');
  return Number(seconds);
}

interface Run {
  readonly result: OpenLoopResult;
  /** Of the service: processor time, and the highest resident memory seen. */
  readonly cpu: number;
  readonly peakMb: number;
}

async function run(url: string, pid: number, rate: number): Promise<Run> {
  let peakMb = 0;
  const sample = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(pid));
  }, 500);
  const before = await cpuSeconds(url);
  try {
    const result = await openLoop(url, rate, seconds, { connections });
    return { result, cpu: (await cpuSeconds(url)) - before, peakMb };
  } finally {
    clearInterval(sample);
  }
}

const none: Outcome = {
  count: 0,
  duringLoad: 0,
  fromDue: { p50: 0, p99: 0, max: 0 },
  fromSend: { p50: 0, p99: 0, max: 0 },
};

const yes = '201';
const no = '503';

const other = ({ byStatus, lost }: OpenLoopResult) =>
  Object.entries(byStatus).reduce((sum, [status, { count }]) => sum + ([yes, no].includes(status) ? 0 : count), lost);

function figuresOf(factor: number, runs: readonly Run[], maximum: number): Figure[] {
  const figure = (name: string, unit: string, of: (run: Run) => number, aim?: Figure['aim']): Figure => ({
    name: `overload x${factor}: ${name}`,
    unit,
    runs: runs.map(of),
    ...(aim && { aim }),
  });
  const outcome = ({ result: { byStatus } }: Run, status: string) => byStatus[status] ?? none;
  const rate = (one: Run, status: string) => outcome(one, status).duringLoad / one.result.seconds;
  return [
    { ...figure('offered', 'requests/s', ({ result }) => result.sent / result.seconds), load: load() },
    figure('accepted (201)', 'orders/s', (one) => rate(one, yes)),
    figure('accepted, share of the maximum', '%', (one) => (rate(one, yes) / maximum) * 100, { atLeast: 80 }),
    figure('accepted, p50 from due time', 'ms', (one) => outcome(one, yes).fromDue.p50),
    figure('accepted, p99 from due time', 'ms', (one) => outcome(one, yes).fromDue.p99),
    figure('refused (503)', 'requests/s', (one) => rate(one, no)),
    figure('refused, p50 from sending', 'ms', (one) => outcome(one, no).fromSend.p50),
    figure('refused, p99 from sending', 'ms', (one) => outcome(one, no).fromSend.p99),
    figure('refused, p50 from due time', 'ms', (one) => outcome(one, no).fromDue.p50),
    figure('refused, p99 from due time', 'ms', (one) => outcome(one, no).fromDue.p99),
    figure('anything else, or no answer', 'requests', ({ result }) => other(result), { atMost: 0 }),
    figure('could not be offered in time', '% of due', ({ result: { due, sent } }) => ((due - sent) / due) * 100),
    figure('service, processor time a request', 'µs', ({ cpu, result }) => (cpu / result.sent) * 1e6),
    figure('generator, processor time a request', 'µs', ({ result }) => result.generator.cpuMicrosPerRequest),
    figure('generator, of one processor', '%', ({ result }) => result.generator.cores * 100),
    figure('memory, highest', 'MB', ({ peakMb }) => peakMb),
  ];
}

/**
 * Offers two and four times what the service can take: it must go on with what it can, refuse the rest at once, and not
 * grow. What is refused at once is told by two latencies: from the sending of a request (what the service takes), and from
 * when it was due (where all connections wait for an answer, or the generator for a processor, that wait is in it, too).
 */
export async function overload(system: System, maximum: number): Promise<Figure[]> {
  const [instance] = system.instances('orders');
  if (!instance) throw new Error('there is no orders service to overload');
  const { pid } = instance;
  const url = system.url('orders');
  const offer = (factor: number) => run(url, pid, maximum * factor);
  const quiet = residentMb(pid);
  await offer(Math.max(...factors)); // warm: what the connections and a thousand requests at once take is not growth
  const warm = residentMb(pid);
  const figures: Figure[] = [];
  const all: Run[] = [];
  for (const factor of factors) {
    const runs = await repeat(3, () => offer(factor));
    figures.push(...figuresOf(factor, runs, maximum));
    all.push(...runs);
  }
  const gained = (all.at(-1)?.peakMb ?? 0) - (all[0]?.peakMb ?? 0);
  return [
    ...figures,
    { name: 'overload: memory before', unit: 'MB', runs: [quiet] },
    { name: 'overload: memory after the first time', unit: 'MB', runs: [warm] },
    {
      name: 'overload: memory gained, highest of the last run against the first',
      unit: 'MB',
      runs: [gained],
      aim: { atMost: 20 },
    },
  ];
}
