import { type Prometheus, type System, serviceNames, startTemporarySystem, until } from '@spillway/local';
import { ofCluster } from '../src/catalogue/foreign';
import { filledIn, type Query, queries } from '../src/dashboards/queries';
import { prometheusBeside } from '../src/live/beside';
import { post } from '../src/live/doings';
import { query } from '../src/live/prometheus';
import { parseQuery } from '../src/promql/parse';

// Every query of every panel, asked of a real Prometheus that reads the real system while orders go through it.

const chosen = {
  namespace: 'local',
  group: '.+',
  topic: '.+',
  service: 'orders',
  __rate_interval: '1m',
  __range: '1h',
};

/** Empty as long as nothing goes wrong. */
const emptyInHealth: Readonly<Record<string, string>> = {
  'pipeline / Dead letters / {{group}}: {{topic}}, {{reason}}':
    'the counter comes into being with the first dead letter',
  'pipeline / Tried again / {{group}}: {{topic}}, {{reason}}': 'the counter comes into being with the first failure',
};

const isOfCluster = ({ expr }: Query) =>
  parseQuery(filledIn(expr, chosen)).selectors.every(({ metric }) => ofCluster.has(metric));
const [ofTheCluster, own] = [queries.filter(isOfCluster), queries.filter((query) => !isOfCluster(query))];
const [quiet, shown] = [
  own.filter(({ name }) => name in emptyInHealth),
  own.filter(({ name }) => !(name in emptyInHealth)),
];

let system: System;
let prometheus: Prometheus;
const ask = (expr: string) => query(prometheus.url, filledIn(expr, chosen));

beforeAll(async () => {
  system = await startTemporarySystem({ env: { lag: { LAG_INTERVAL_MS: '200' } } });
  prometheus = await prometheusBeside(system);
  await traffic();
});
afterAll(async () => {
  await prometheus?.stop();
  await system?.stop();
});

/** 300 orders in waves, a reading of Prometheus between two of them: a rate needs some. One more member makes a rebalance. */
async function traffic(): Promise<void> {
  for (let wave = 0; wave < 10; wave++) {
    await Promise.all(Array.from({ length: 30 }, place));
    if (wave === 1)
      await Promise.all(
        (['orders', 'payments', 'notifications', 'products'] as const).map((s) => system.addInstance(s)),
      );
    const before = await lastReading();
    await until('Prometheus has read all services once more', async () => (await lastReading()) > before);
  }
}

const place = async () => expect(await post(system.url('orders'))).toBe(201);

/** When the service that was read longest ago was read, in seconds; nothing before all have been. */
async function lastReading(): Promise<number> {
  const [oldest] = await ask(`min(timestamp(build_info)) and count(build_info) >= ${serviceNames.length}`);
  return Number(oldest?.value[1] ?? 0);
}

/** Whether the answer has a number in it; one that is not a number is no answer. */
const hasData = async (expr: string): Promise<boolean> => {
  const samples = await ask(expr);
  return samples.length > 0 && samples.every(({ value }) => Number.isFinite(Number(value[1])));
};

it('knows by name what may be empty', () => {
  expect(quiet.map(({ name }) => name).sort()).toEqual(Object.keys(emptyInHealth).sort());
});

it.each(shown)('$name shows something', async ({ expr }) => {
  await until(`there is data for ${expr}`, () => hasData(expr), { timeoutMs: 10_000 });
});

it.each(quiet)('$name is empty while all is well', async ({ expr }) => {
  expect(await ask(expr)).toEqual([]);
});

it.each(ofTheCluster)('$name is valid, and empty where there is no cluster', async ({ expr }) => {
  expect(await ask(expr)).toEqual([]);
});
