import type { System } from '@spillway/local';
import { median } from '../load/statistics';
import { closedLoop } from './generators';
import { overload } from './overload';
import { type Figure, load } from './report';
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
    return [...figures, one, ...(await overload(system, median(figures[0]?.runs ?? [])))];
  });
  const publishing = await withSystem(['orders'], {}, (system) => throughput(system, 'relay publishing', 8_000));
  return [...paused, ...publishing];
}
