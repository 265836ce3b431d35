import { rmSync } from 'node:fs';
import { allTopics } from '@spillway/contracts';
import { ConfigResourceTypes } from 'kafkajs';
import pg from 'pg';
import { quietClient } from '../src/kafka/client';
import { isAlive } from '../src/processes/alive';
import type { Child } from '../src/processes/child';
import { randomPorts } from '../src/system/ports';
import { type System, type SystemOptions, startSystem } from '../src/system/system';
import { temporaryFolder } from '../src/temporary-folder';
import { until } from '../src/until';

// The services have tests of their own: this is what they stand on.
let options: SystemOptions;
let running: System[];
beforeEach(async () => {
  running = [];
  options = { dataDir: temporaryFolder(), ports: await randomPorts(), services: [] };
});
afterEach(async () => {
  for (const system of running) await system.stop();
  rmSync(options.dataDir, { recursive: true, force: true });
});

async function start(more: Partial<SystemOptions> = {}): Promise<System> {
  const system = await startSystem({ ...options, ...more });
  running.push(system);
  return system;
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const settings = ['cleanup.policy', 'max.compaction.lag.ms', 'retention.ms', 'max.message.bytes'];
/** What the broker says where no bound is set. */
const unbounded = '9223372036854775807';

async function topicsOf(brokers: string) {
  const admin = quietClient([brokers]).admin();
  await admin.connect();
  try {
    const names = allTopics().map(({ name }) => name);
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: settings })),
    });
    const settingsOf = new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    );
    return Object.fromEntries(
      topics.map(({ name, partitions }) => [name, { partitions: partitions.length, ...settingsOf.get(name) }]),
    );
  } finally {
    await admin.disconnect();
  }
}

const expected = Object.fromEntries(
  allTopics().map(({ name, partitions, retentionMs, maxMessageBytes, compaction }) => [
    name,
    {
      partitions,
      'cleanup.policy': compaction ? 'compact' : 'delete',
      'max.compaction.lag.ms': String(compaction?.maxLagMs ?? unbounded),
      'retention.ms': String(retentionMs),
      'max.message.bytes': String(maxMessageBytes),
    },
  ]),
);

it('keeps its data from one start to the next, and leaves no process', async () => {
  const first = await start();
  const [server] = first.postgres.servers;
  const pids = [first.kafka.child()?.pid ?? 0, server?.child().pid ?? 0];
  await query(server?.url ?? '', 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await topicsOf(first.kafka.brokers)).toEqual(expected);
  await first.stop();
  expect(pids.filter(isAlive)).toEqual([]);

  const second = await start();
  expect(await query(second.postgres.servers[0]?.url ?? '', 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(await topicsOf(second.kafka.brokers)).toEqual(expected);
}, 120_000);

it('survives the loss of Kafka and PostgreSQL, and tells of an end that nobody asked for', async () => {
  const ended: Child[] = [];
  const system = await start({ onUnexpectedEnd: (child) => ended.push(child) });
  const url = system.postgres.servers[0]?.url ?? '';
  expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);

  await Promise.all([system.kafka.kill(), system.postgres.kill()]);
  await Promise.all([system.kafka.start(), system.postgres.start()]);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await topicsOf(system.kafka.brokers)).toEqual(expected);
  expect(ended).toEqual([]);

  process.kill(system.kafka.child()?.pid ?? 0, 'SIGKILL');
  await until('the end is told of', async () => ended.length > 0);
  expect(ended.map(({ name }) => name)).toEqual(['kafka']);
}, 120_000);

it('leaves nothing running when a part of it does not start', async () => {
  const started: Child[] = [];
  const taken = { ...(await randomPorts()), kafka: (options.ports as { mail: number }).mail };
  await start();
  const failing = start({
    dataDir: `${options.dataDir}/second`,
    ports: taken,
    onUnexpectedEnd: (child) => started.push(child),
  });
  await expect(failing).rejects.toMatchObject({ code: 'PROCESS_ENDED' });
  expect(started.map(({ name }) => name)).toEqual(['kafka']);
}, 120_000);
