import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '@spillway/local';
import { percentile } from '../load/statistics';
import { query } from '../system/query';
import { atRest } from '../system/rest';
import { burst, openLoop } from './generators';
import { type Figure, load, residentMb } from './report';
import { repeat, withSystem } from './with-system';

const services = ['orders', 'payments', 'products', 'notifications'] as const;

/** When each order's mail was handed over: the time of the event that says so. */
async function mailTimes(system: System): Promise<Map<string, number>> {
  const rows = await query<{ order_id: string; ms: string }>(
    system.postgres.url('notifications'),
    "SELECT order_id::text, extract(epoch FROM settled_at) * 1000 AS ms FROM notifications WHERE kind = 'order-confirmed' AND channel = 'mail'",
  );
  return new Map(rows.map(({ order_id, ms }) => [order_id, Number(ms)]));
}

async function latencies(system: System): Promise<number[]> {
  const { due, ids, byStatus, firstLoss } = await openLoop(system.url('orders'), 500, 20, { ids: true });
  if (ids.length < due) {
    const counts = Object.entries(byStatus).map(([status, { count }]) => `${count} x ${status}`);
    throw new Error(`of ${due} orders not all were accepted: ${[...counts, firstLoss ?? ''].join(' ')}`);
  }
  await atRest(system);
  const mails = await mailTimes(system);
  return ids.flatMap(({ id, dueAt }) => {
    const handedOver = mails.get(id);
    return handedOver === undefined ? [] : [handedOver - dueAt];
  });
}

/** From the first POST to the last notification, in orders a second. */
async function drain(system: System): Promise<number> {
  const count = 20_000;
  await delay(2_000); // so that the time below tells this burst from the one before
  const [clock] = await query<{ now: Date }>(system.postgres.url('orders'), 'SELECT clock_timestamp() AS now');
  await burst(system.url('orders'), count);
  await atRest(system, 120_000);
  const [first] = await query<{ ms: string; n: string }>(
    system.postgres.url('orders'),
    'SELECT extract(epoch FROM min(created_at)) * 1000 AS ms, count(*) AS n FROM orders WHERE created_at >= $1',
    [clock?.now],
  );
  const [last] = await query<{ ms: string }>(
    system.postgres.url('notifications'),
    'SELECT extract(epoch FROM max(settled_at)) * 1000 AS ms FROM notifications',
  );
  const placed = Number(first?.n);
  if (!(placed >= count)) throw new Error(`${placed} orders instead of ${count}`);
  return (placed / (Number(last?.ms) - Number(first?.ms))) * 1000;
}

/** Measured twice, because what a burst has taken V8 gives back only in the calm after it. */
function memory(system: System, when: string, aims: boolean): Figure[] {
  return services.map((name) => ({
    name: `memory of ${name} ${when}`,
    unit: 'MB',
    runs: system.instances(name).map(({ pid }) => residentMb(pid)),
    aim: aims ? { atMost: 150 } : undefined,
  }));
}

async function measure(system: System, mails: string, aims: boolean): Promise<Figure[]> {
  await latencies(system); // warm
  const runs = await repeat(3, () => latencies(system));
  const quietLoad = load();
  const drained = await repeat(3, () => drain(system));
  const burstLoad = load();
  const atOnce = memory(system, `at the end of the bursts (${mails})`, false);
  await delay(60_000);
  return [
    {
      name: `POST to mail (${mails}), 500 orders/s, p50`,
      unit: 'ms',
      runs: runs.map((run) => percentile(run, 0.5)),
      aim: aims ? { atMost: 20 } : undefined,
      load: quietLoad,
    },
    {
      name: `POST to mail (${mails}), 500 orders/s, p99`,
      unit: 'ms',
      runs: runs.map((run) => percentile(run, 0.99)),
      aim: aims ? { atMost: 80 } : undefined,
    },
    {
      name: `burst of 20,000, first POST to last mail (${mails})`,
      unit: 'orders/s',
      runs: drained,
      aim: aims ? { atLeast: 4_000 } : undefined,
      load: burstLoad,
    },
    ...atOnce,
    ...memory(system, `a minute after the bursts (${mails})`, aims),
  ];
}

/** The whole way, once to a counting sink and once to a real SMTP server on the same cores. */
export async function endToEnd(): Promise<Figure[]> {
  const env = { payments: { SIMULATED_DECLINE_RATE: '0' } };
  const sink = await withSystem([...services], { ...env, notifications: { SMTP_URL: 'sink:' } }, (system) =>
    measure(system, 'counted', true),
  );
  const smtp = await withSystem([...services], env, (system) => measure(system, 'SMTP', false));
  return [...sink, ...smtp];
}

/** Memory over minutes of steady load: it must not grow. */
export async function soak(minutes: number): Promise<Figure[]> {
  return withSystem([...services], { notifications: { SMTP_URL: 'sink:' } }, async (system) => {
    const samples = new Map<string, number[]>(services.map((name) => [name, []]));
    const sample = setInterval(() => {
      for (const name of services)
        for (const { pid } of system.instances(name)) samples.get(name)?.push(residentMb(pid));
    }, 10_000);
    await openLoop(system.url('orders'), 300, minutes * 60);
    clearInterval(sample);
    return services.flatMap((name) => {
      const runs = samples.get(name) ?? [];
      const third = Math.floor(runs.length / 3);
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      return [
        {
          name: `soak ${minutes} min at 300/s: memory of ${name}`,
          unit: 'MB',
          runs: [Math.max(...runs)],
          aim: { atMost: 150 },
        },
        {
          name: `soak ${minutes} min: growth of ${name}, last third against the one before`,
          unit: 'MB',
          runs: [mean(runs.slice(-third)) - mean(runs.slice(-2 * third, -third))],
        },
      ];
    });
  });
}
