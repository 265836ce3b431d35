import type { System } from '@spillway/local';
import { openLoop } from './generators';
import { type Figure, load } from './report';
import { withSystem } from './with-system';

const seconds = 20;
const partitionsOfTwoTopics = 24;

/** What the exporter has asked of brokers, by kind, and its processor time. */
interface Cost {
  readonly requests: ReadonlyMap<string, number>;
  readonly cpuSeconds: number;
}

async function costOf(system: System): Promise<Cost> {
  const text = await (await fetch(`${system.url('lag')}/metrics`)).text();
  const requests = [...text.matchAll(/^kafka_lag_requests_total\{request="([^"]+)"\} (\S+)/gm)].map(
    ([, kind = '', count]) => [kind, Number(count)] as const,
  );
  const [, cpu] = /^process_cpu_seconds_total (\S+)/m.exec(text) ?? [];
  return { requests: new Map(requests), cpuSeconds: Number(cpu) };
}

async function measured(system: System, name: string, meanwhile: () => Promise<unknown>): Promise<Figure[]> {
  const [before, since] = [await costOf(system), performance.now()];
  await meanwhile();
  const after = await costOf(system);
  const took = (performance.now() - since) / 1_000;
  const perSecond = [...after.requests].map(([kind, count]) => (count - (before.requests.get(kind) ?? 0)) / took);
  return [
    {
      name: `lag: requests to brokers, ${name}`,
      unit: 'a second',
      runs: [perSecond.reduce((sum, one) => sum + one, 0)],
      load: load(),
    },
    {
      name: `lag: processor time, ${name}`,
      unit: '% of a core',
      runs: [((after.cpuSeconds - before.cpuSeconds) / took) * 100],
    },
  ];
}

const calm = () => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1_000));

/** So many groups beside ours, each of which has committed nothing and reads both topics. */
const strangers = (count: number): string =>
  Array.from({ length: count }, (_, n) => `stranger-${n}=order-events+payment-events`).join(',');

/** What measuring lateness costs: by the number of groups, and while everything moves. */
export async function lagCost(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const groups of [10, 100, 1_000]) {
    const name = `${groups} groups, ${(groups * partitionsOfTwoTopics).toLocaleString('en')} partitions, at rest`;
    const env = { lag: { LAG_GROUPS: strangers(groups) } };
    figures.push(...(await withSystem(['lag'], env, (system) => measured(system, name, calm))));
  }
  const settings = { notifications: { SMTP_URL: 'sink:' } };
  const moving = await withSystem(['orders', 'payments', 'products', 'notifications', 'lag'], settings, (system) =>
    measured(system, 'our groups, 200 orders/s', () => openLoop(system.url('orders'), 200, seconds)),
  );
  return [...figures, ...moving];
}
