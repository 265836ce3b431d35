import type { System } from '@spillway/local';
import { percentile } from '../load/statistics';
import { closedLoop, openLoop } from './generators';
import { type Figure, load, residentMb } from './report';
import { repeat, withSystem } from './with-system';

const seconds = 8;
const rounds = 3;

async function warmUp(url: string): Promise<void> {
  await closedLoop(url, 64, 3);
}

async function throughput(system: System, name: string, atLeast: number): Promise<Figure[]> {
  const url = system.url('orders');
  await warmUp(url);
  const results = await repeat(rounds, () => closedLoop(url, 64, seconds));
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests of the closed loop failed`);
  return [
    {
      name: `POST /orders, ${name}, 64 connections`,
      unit: 'orders/s',
      runs: results.map(({ perSecond }) => perSecond),
      aim: { atLeast },
      load: load(),
    },
    {
      name: `POST /orders, ${name}, 64 connections, p99`,
      unit: 'ms',
      runs: results.map(({ p99Ms }) => p99Ms),
      aim: { atMost: 20 },
    },
  ];
}

/** Offers four times what the service can take: it must go on with what it can and refuse the rest at once. */
async function overload(system: System, maximum: number): Promise<Figure[]> {
  const url = system.url('orders');
  const [instance] = system.instances('orders');
  const before = instance ? residentMb(instance.pid) : 0;
  const results = await repeat(rounds, () => openLoop(url, maximum * 4, 5, 1_024));
  const after = instance ? residentMb(instance.pid) : 0;
  const span = (latencies: readonly { dueAt: number; ms: number }[]) => {
    const [first] = latencies;
    const end = latencies.reduce((latest, { dueAt, ms }) => Math.max(latest, dueAt + ms), 0);
    return (end - (first?.dueAt ?? 0)) / 1000;
  };
  const goodput = results.map(({ answered, latencies }) => (answered['201'] ?? 0) / span(latencies));
  const refusals = results.flatMap(({ latencies }) =>
    latencies.filter(({ status }) => status === 503).map(({ ms }) => ms),
  );
  return [
    {
      name: 'overload: goodput, share of the maximum',
      unit: '%',
      runs: goodput.map((value) => (value / maximum) * 100),
      aim: { atLeast: 80 },
      load: load(),
    },
    {
      name: 'overload: offered, share of the maximum',
      unit: '%',
      runs: results.map(({ offered, latencies }) => (offered / span(latencies) / maximum) * 100),
    },
    { name: 'overload: refused with 503, p50 from due time', unit: 'ms', runs: [percentile(refusals, 0.5)] },
    { name: 'overload: memory gained', unit: 'MB', runs: [after - before] },
  ];
}

/** The durable POST alone: one orders service, closed loop. */
export async function postOrders(): Promise<Figure[]> {
  const paused = await withSystem(['orders'], { orders: { RELAY_PAUSED: 'true' } }, async (system) => {
    const figures = await throughput(system, 'relay paused', 14_000);
    const single = await repeat(rounds, () => closedLoop(system.url('orders'), 1, 4));
    const one: Figure = {
      name: 'POST /orders, 1 connection, p50',
      unit: 'ms',
      runs: single.map(({ p50Ms }) => p50Ms),
      aim: { atMost: 2 },
      load: load(),
    };
    const maximum = figures[0]?.runs.toSorted((a, b) => a - b)[1] ?? 0;
    return [...figures, one, ...(await overload(system, maximum))];
  });
  const publishing = await withSystem(['orders'], {}, (system) => throughput(system, 'relay publishing', 8_000));
  return [...paused, ...publishing];
}
