import { Client } from 'pg';
import { register } from 'prom-client';
import { readEnvironment, relayConfig } from '../../../src/config';
import { append, type Relay, relay } from '../../../src/events';
import { readBacklog } from '../../../src/events/relay/backlog';
import { silentAfterMs } from '../../../src/events/relay/leader-lock';
import type { OutgoingMessage } from '../../../src/kafka/producer/message';
import { type TestDatabase, testDatabase } from '../../../src/testing/database';
import { sampleEvent } from '../sample';
import { eventually } from './eventually';

let test: TestDatabase;
let running: Relay[] = [];
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop?.()));
  running = [];
  await test.drop();
});

const config = {
  pollMin: 5,
  pollMax: 200,
  batchSize: 100,
  paused: false,
  leaderRetry: 100,
  eventsRetention: 0,
  inboxRetention: 0,
  retentionInterval: 60_000,
};

/** A topic that is an array; `broken` makes it refuse. */
function topic() {
  const values: number[] = [];
  const messages: OutgoingMessage[] = [];
  return {
    values,
    messages,
    broken: false,
    async publish(page: readonly OutgoingMessage[]) {
      if (this.broken) throw new Error('the broker is away');
      messages.push(...page);
      values.push(...page.map(({ value }) => JSON.parse(String(value)).n));
    },
  };
}

function startRelay(producer: ReturnType<typeof topic>, more: Partial<typeof config> = {}): Relay {
  const started = relay({ db: test.config, producer, config: { ...config, ...more } });
  running.push(started);
  started.start?.(() => {});
  return started;
}

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => sampleEvent('s', { n: from + index }));
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const leaders = () =>
  test.db.query<{ pid: number }>(
    `SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND datname = current_database()`,
  );

it('publishes a CloudEvent of the row, headers and data', async () => {
  const out = topic();
  const event = sampleEvent('subject-1', { n: 1, text: 'ünï\n"' }, { causationid: 'cause', traceparent: '00-a-b-01' });
  await append(test.db, [event]);
  startRelay(out);
  await eventually(() => expect(out.messages).toHaveLength(1));
  const [message] = out.messages;
  expect(message).toMatchObject({ topic: 'sample-events', key: 'subject-1' });
  expect(JSON.parse(String(message?.value))).toEqual(event.data);
  expect(message?.headers).toEqual({
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: '/samples',
    ce_type: 'SampleHappened',
    ce_time: '2026-01-02T03:04:05.060Z',
    ce_subject: 'subject-1',
    ce_dataschema: event.dataschema,
    'content-type': 'application/json',
    correlationid: 'correlation',
    causationid: 'cause',
    traceparent: '00-a-b-01',
  });
});

it('publishes many pages in order, what is there and what comes', async () => {
  const out = topic();
  await append(test.db, events(1, 1_050));
  const one = startRelay(out);
  await eventually(() => expect(out.values).toHaveLength(1_050));
  await append(test.db, events(1_051, 1_060));
  one.wake();
  await eventually(() => expect(out.values).toEqual(numbers(1, 1_060)));
});

it('publishes soon after it was woken, however long it would have slept', async () => {
  const out = topic();
  const one = startRelay(out, { pollMax: 3_600_000 });
  await eventually(async () => expect(await leaders()).toHaveLength(1));
  for (const n of numbers(1, 20)) {
    await append(test.db, events(n, n));
    one.wake();
    await eventually(() => expect(out.values).toHaveLength(n)); // an hour otherwise
  }
});

it('is woken by another process that only stands by', async () => {
  const out = topic();
  startRelay(out, { pollMax: 3_600_000 });
  await eventually(async () => expect(await leaders()).toHaveLength(1));
  const other = startRelay(topic(), { pollMax: 3_600_000 });
  for (const n of numbers(1, 20)) {
    await append(test.db, events(n, n));
    other.wake();
    await eventually(() => expect(out.values).toHaveLength(n)); // an hour otherwise
  }
});

it('waits for a broker that is away and goes on where it was', async () => {
  const out = topic();
  await append(test.db, events(1, 250));
  startRelay(out);
  await eventually(() => expect(out.values).toHaveLength(250));
  await recorded(); // or what was published would be published again
  out.broken = true;
  await append(test.db, events(251, 500));
  await eventually(async () => expect(await metric('outbox_publish_failures_total')).toBeGreaterThan(1));
  // A reading from before may be told for two seconds more.
  await eventually(async () => expect(await metric('outbox_pending_messages')).toBe(250));
  expect(await metric('outbox_oldest_pending_age_seconds')).toBeGreaterThan(0);
  out.broken = false;
  await eventually(() => expect(out.values).toEqual(numbers(1, 500)));
  await recorded();
});

it('publishes nothing while it is paused', async () => {
  const out = topic();
  const one = startRelay(out, { paused: true });
  await append(test.db, events(1, 10));
  one.wake();
  await eventually(async () => expect(await leaders()).toHaveLength(1));
  expect(out.values).toEqual([]);
  one.resume();
  await eventually(() => expect(out.values).toEqual(numbers(1, 10)));
});

it('finishes the page and lets go of the lock when stopped', async () => {
  const out = topic();
  let finish: (() => void) | undefined;
  const slow = {
    ...out,
    publish: async (page: readonly OutgoingMessage[]) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await out.publish(page);
    },
  };
  await append(test.db, events(1, 150));
  const one = startRelay(slow);
  await eventually(() => expect(finish).toBeDefined());
  const stopped = one.stop?.();
  finish?.();
  await stopped;
  running = [];
  expect(out.values).toEqual(numbers(1, 100));
  expect(await leaders()).toEqual([]);
  expect(await test.db.query('SELECT position::int FROM relay_cursor')).toEqual([{ position: 100 }]);
});

describe('one leads, the other takes over', () => {
  it('within two seconds, as far as the waits are ours', () => {
    expect(silentAfterMs + readEnvironment({}, relayConfig).leaderRetry).toBeLessThanOrEqual(1_500);
  });

  it('when the leader stops', async () => {
    const [first, second] = [topic(), topic()];
    const one = startRelay(first);
    await eventually(async () => expect(await leaders()).toHaveLength(1));
    startRelay(second);
    await append(test.db, events(1, 10));
    one.wake();
    await eventually(() => expect(first.values).toEqual(numbers(1, 10)));
    await one.stop?.();
    await append(test.db, events(11, 20));
    await eventually(() => expect(second.values).toEqual(numbers(11, 20)));
  });

  it('when the session of the leader is ended', async () => {
    const [first, second] = [topic(), topic()];
    startRelay(first);
    await eventually(async () => expect(await leaders()).toHaveLength(1));
    startRelay(second);
    const [leader] = await leaders();
    await test.db.query('SELECT pg_terminate_backend($1)', [leader?.pid]);
    await append(test.db, events(1, 10));
    await eventually(() => expect(new Set([...first.values, ...second.values]).size).toBe(10));
    await eventually(async () => expect(await leaders()).toHaveLength(1));
  });

  it('when the leader is stopped in its tracks and its connection stays', async () => {
    const frozen = new Client({ connectionString: test.config.url });
    frozen.on('error', () => {});
    const probe = startRelay(topic());
    await eventually(async () => expect(await leaders()).toHaveLength(1));
    const [key] = await test.db.query<{ classid: string; objid: string }>(
      "SELECT classid::text, objid::text FROM pg_locks WHERE locktype = 'advisory'",
    );
    await probe.stop?.();
    running = [];
    await frozen.connect();
    await frozen.query('SELECT pg_advisory_lock($1, $2)', [key?.classid, key?.objid]);
    await append(test.db, events(1, 10));
    const out = topic();
    startRelay(out);
    await eventually(() => expect(out.values).toEqual(numbers(1, 10)));
    await frozen.end().catch(() => {});
  });
});

/** The position is recorded after the messages are out. */
const recorded = () =>
  eventually(async () => expect(await readBacklog(test.db.pool, 'relay')).toMatchObject({ pending: 0 }));

async function metric(name: string): Promise<number> {
  const found = await register.getSingleMetric(name)?.get();
  return found?.values.reduce((sum, { value }) => sum + value, 0) ?? Number.NaN;
}
