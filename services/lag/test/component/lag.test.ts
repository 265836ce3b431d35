import { lifecycle } from '@spillway/chassis';
import { bareKafka, createTopics, eventually, testHost, uniqueName } from '@spillway/chassis/testing';
import type { Admin } from 'kafkajs';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

const interval = 100;

let admin: Admin;
beforeAll(async () => {
  admin = bareKafka().admin();
  await admin.connect();
});
afterAll(() => admin?.disconnect());

/** As a member that leaves again; the admin's setOffsets takes seconds. */
async function commit(groupId: string, topic: string, offset: number): Promise<void> {
  const consumer = bareKafka().consumer({ groupId, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  // On a fresh broker run() may resolve before the group is there.
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
  await joined;
  await consumer.commitOffsets([{ topic, partition: 0, offset: String(offset) }]);
  await consumer.disconnect();
}

/** The service on a topic and a group of its own, the group standing at the given offset of partition 0. */
async function scene(settings: Record<string, string> = {}) {
  const topic = uniqueName('late');
  const group = uniqueName('reader');
  await createTopics([topic], { partitions: 2 });
  const host = testHost();
  const config = readConfig({
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    LAG_INTERVAL_MS: String(interval),
    LAG_GROUPS: `${group}=${topic}`,
    ...settings,
  });
  // Only the group of this test: the broker has none of the others' topics.
  const watched = new Map([[group, [topic]]]);
  const app = lifecycle(config.lifecycle, host);
  const server = wire(app, { ...config, lag: { ...config.lag, watched } });
  await app.run();
  const url = `http://127.0.0.1:${server.port()}`;

  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  return {
    topic,
    group,
    url,
    metrics,
    /** The value of a series of this group, by its name and partition; undefined when it is absent. */
    async series(name: string, partition?: number): Promise<number | undefined> {
      const line = (await metrics())
        .split('\n')
        .find(
          (text) =>
            text.startsWith(`${name}{`) &&
            text.includes(`group="${group}"`) &&
            (partition === undefined || text.includes(`partition="${partition}"`)),
        );
      return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
    },
    commit: (offset: number) => commit(group, topic, offset),
    /** Messages in partition 0, made so many seconds ago; `together` they are one record batch. Gives the times they bear. */
    async made(ages: readonly number[], { together = false } = {}): Promise<number[]> {
      const times = ages.map((seconds) => Date.now() - seconds * 1000);
      const messages = times.map((time) => ({ partition: 0, value: 'x', timestamp: String(time) }));
      const producer = bareKafka().producer();
      await producer.connect();
      for (const batch of together ? [messages] : messages.map((message) => [message])) {
        await producer.send({ topic, messages: batch });
      }
      await producer.disconnect();
      return times;
    },
    /** How far the age that is told is from that of a message of this time, in seconds. */
    async ageError(time: number): Promise<number> {
      const told = await eventually(() => this.series(age, 0));
      return Math.abs(told - (Date.now() - time) / 1000);
    },
    stop: () => app.stop('the test is over'),
  };
}

const age = 'kafka_consumer_oldest_unprocessed_age_seconds';
const lag = 'kafka_consumer_lag_messages';

it('tells an injected lateness to the second', async () => {
  const late = await scene();
  const times = await late.made([600, 90, 30]);
  for (const [committed, time] of times.entries()) {
    await late.commit(committed);
    await eventually(async () => (await late.series(lag, 0)) === times.length - committed);
    expect(await late.ageError(time)).toBeLessThanOrEqual(1);
  }
  await late.stop();
});

it('finds the record inside a batch', async () => {
  const late = await scene();
  const [, , last = Number.NaN] = await late.made([500, 400, 300], { together: true });
  await late.commit(2);
  await eventually(async () => (await late.series(lag, 0)) === 1);
  expect(await late.ageError(last)).toBeLessThanOrEqual(1);
  await late.stop();
});

it('is 0 when all is settled, also in a partition that never had a message', async () => {
  const late = await scene();
  await late.made([60]);
  await late.commit(1);
  await eventually(async () => (await late.series(lag, 0)) === 0);
  expect([await late.series(age, 0), await late.series(age, 1)]).toEqual([0, 0]);
  await late.stop();
});

it('counts a group that has committed nothing as late by all there is', async () => {
  const late = await scene();
  const [first = Number.NaN] = await late.made([120, 60]);
  await eventually(async () => (await late.series(lag, 0)) === 2);
  expect(await late.ageError(first)).toBeLessThanOrEqual(1);
  expect(await late.series('kafka_consumer_group_members')).toBe(0);
  await late.stop();
});

it('says when a group stands still with work, and when it goes on', async () => {
  const late = await scene({ LAG_STALLED_AFTER_MS: '300' });
  await late.made([60, 50]);
  await late.commit(1);
  await eventually(async () => (await late.series('kafka_consumer_stalled', 0)) === 1);
  await late.commit(2);
  await eventually(async () => (await late.series('kafka_consumer_stalled', 0)) === 0);
  await late.stop();
});

it('counts a group that goes back', async () => {
  const late = await scene();
  await late.made([60, 50]);
  await late.commit(2);
  await eventually(async () => (await late.series(lag, 0)) === 0);
  await late.commit(0);
  await eventually(async () => (await late.series('kafka_consumer_rewinds_total')) === 1);
  expect(await late.series(lag, 0)).toBe(2);
  await late.stop();
});

it('keeps silent about what it cannot read, and says that it cannot', async () => {
  const late = await scene();
  await late.made([60]);
  await eventually(() => late.series(lag, 0));
  await admin.deleteTopics({ topics: [late.topic] });
  await eventually(async () => (await late.series(lag, 0)) === undefined);
  expect(await late.series(age, 0)).toBeUndefined();
  expect(await late.series('kafka_lag_read_failures_total')).toBeGreaterThan(0);
  await late.stop();
});

it('asks the broker for a record only when a group has moved', async () => {
  const late = await scene();
  await late.made([60, 50]);
  await late.commit(1);
  const fetches = async () =>
    Number(/kafka_lag_requests_total\{.*request="fetch".*\} (\d+)/.exec(await late.metrics())?.[1]);
  const looks = async () => Number(/kafka_lag_look_duration_seconds_count\S* (\d+)/.exec(await late.metrics())?.[1]);
  await eventually(async () => (await late.series(lag, 0)) === 1);
  await eventually(() => late.series(age, 0)); // a broker that had nothing to give at once is asked again
  const [before, start] = [await fetches(), await looks()];
  await eventually(async () => (await looks()) >= start + 5);
  expect(await fetches()).toBe(before);
  await late.stop();
});

it('shows the same to people', async () => {
  const late = await scene();
  await late.made([60]);
  const group = await eventually(async () => {
    const body = (await (await fetch(`${late.url}/lag`)).json()) as { groups: { group: string; lag: number }[] };
    return body.groups.find((found) => found.group === late.group && found.lag === 1);
  });
  expect(group).toMatchObject({ state: expect.any(String), members: 0, partitions: { length: 2 } });
  await late.stop();
});
