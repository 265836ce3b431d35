import type { System } from '@spillway/local';
import type { OpenLoopResult, Outcome } from '../load/timings';
import { openLoop } from './generators';
import { type Figure, load, residentMb } from './report';
import { repeat } from './with-system';

const times = 4;
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

/**
 * Offers four times what the service can take: it must go on with what it can, refuse the rest at once, and not grow.
 * What is refused at once is told by two latencies: from the sending of the request (what the service takes), and from when
 * it was due (what a caller sees; where the generator has no processor to send in time, that wait is in it too).
 */
export async function overload(system: System, maximum: number): Promise<Figure[]> {
  const [instance] = system.instances('orders');
  if (!instance) throw new Error('there is no orders service to overload');
  const { pid } = instance;
  const url = system.url('orders');
  await run(url, pid, maximum * times); // warm: what 2,048 connections take is not growth
  const before = residentMb(pid);
  const runs = await repeat(3, () => run(url, pid, maximum * times));
  const of = (status: string, pick: (outcome: Outcome, run: Run) => number) =>
    runs.map((one) => pick(one.result.byStatus[status] ?? none, one));
  const rate = (status: string) => of(status, ({ duringLoad }, { result }) => duringLoad / result.seconds);
  const sent = runs.map(({ result }) => result.sent / result.seconds);
  const other = runs.map(({ result: { byStatus, lost } }) =>
    Object.entries(byStatus).reduce(
      (sum, [status, { count }]) => sum + (status === yes || status === no ? 0 : count),
      lost,
    ),
  );
  const share = (values: readonly number[]) => values.map((value) => (value / maximum) * 100);
  const figure = (name: string, unit: string, values: readonly number[], aim?: Figure['aim']): Figure => ({
    name: `overload: ${name}`,
    unit,
    runs: values,
    ...(aim && { aim }),
  });
  return [
    { ...figure(`offered, of which the aim is ${times}00 %`, '% of max', share(sent)), load: load() },
    figure('offered', 'requests/s', sent),
    figure('accepted (201)', 'orders/s', rate(yes)),
    figure('accepted, share of the maximum', '% of max', share(rate(yes)), { atLeast: 80 }),
    figure('refused (503)', 'requests/s', rate(no)),
    figure('anything else, or no answer', 'requests', other, { atMost: 0 }),
    figure(
      'refused, p50 from send',
      'ms',
      of(no, ({ fromSend }) => fromSend.p50),
    ),
    figure(
      'refused, p99 from send',
      'ms',
      of(no, ({ fromSend }) => fromSend.p99),
    ),
    figure(
      'refused, p50 from due time',
      'ms',
      of(no, ({ fromDue }) => fromDue.p50),
    ),
    figure(
      'refused, p99 from due time',
      'ms',
      of(no, ({ fromDue }) => fromDue.p99),
    ),
    figure(
      'accepted, p50 from due time',
      'ms',
      of(yes, ({ fromDue }) => fromDue.p50),
    ),
    figure(
      'accepted, p99 from due time',
      'ms',
      of(yes, ({ fromDue }) => fromDue.p99),
    ),
    figure(
      'generator, p99 of its own lateness',
      'ms',
      runs.map(({ result }) => result.generator.sentLate.p99),
    ),
    figure(
      'generator, processor time a request',
      'µs',
      runs.map(({ result }) => result.generator.cpuMicrosPerRequest),
    ),
    figure(
      'service, processor time a request',
      'µs',
      runs.map(({ cpu, result }) => (cpu / result.sent) * 1e6),
    ),
    figure('memory before', 'MB', [before]),
    figure(
      'memory, highest',
      'MB',
      runs.map(({ peakMb }) => peakMb),
      { atMost: 150 },
    ),
    figure('memory gained over the runs', 'MB', [residentMb(pid) - before]),
  ];
}
