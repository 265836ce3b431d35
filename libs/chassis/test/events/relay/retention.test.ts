import { append, claim } from '../../../src/events';
import { readBacklog } from '../../../src/events/relay/backlog';
import { retain } from '../../../src/events/relay/retention';
import { type TestDatabase, testDatabase } from '../../../src/testing/database';
import { sampleEvent } from '../sample';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.drop());

const hour = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const cursor = (position: number, gaps: object[] = []) =>
  test.db.query("INSERT INTO relay_cursor (relay, position, gaps) VALUES ('relay', $1, $2)", [
    position,
    JSON.stringify(gaps),
  ]);
const ids = async () =>
  (await test.db.query<{ id: string }>('SELECT id FROM events ORDER BY id')).map(({ id }) => Number(id));
const events = (count: number, hours: number) =>
  append(
    test.db,
    Array.from({ length: count }, (_, n) => sampleEvent('s', { n }, { time: hoursAgo(hours) })),
  );

it('deletes events that are old and published, and nothing else', async () => {
  await events(5, 10);
  await events(2, 1);
  await cursor(4, [{ from: 2, to: 2, stamp: 1 }]);
  await retain(test.db.pool, { eventsRetention: 5 * hour, inboxRetention: 0 });
  expect(await ids()).toEqual([2, 5, 6, 7]); // 2 stands in a gap, 5 is not published, 6 and 7 are young
});

it('deletes many in slices, and stops between two of them', async () => {
  await events(5_000, 10);
  await cursor(5_000);
  let slices = 0;
  await retain(test.db.pool, { eventsRetention: hour, inboxRetention: 0 }, () => slices++ > 0);
  expect(await ids()).toHaveLength(3_000);
  expect(await retain(test.db.pool, { eventsRetention: hour, inboxRetention: 0 })).toEqual({ events: 3_000, inbox: 0 });
});

it('keeps everything without a relay, and for good when told so', async () => {
  await events(3, 10);
  await retain(test.db.pool, { eventsRetention: hour, inboxRetention: 0 });
  await cursor(3);
  await retain(test.db.pool, { eventsRetention: 0, inboxRetention: 0 });
  expect(await ids()).toEqual([1, 2, 3]);
});

it('forgets what was processed long ago', async () => {
  const [old, young] = [sampleEvent('s'), sampleEvent('s')];
  await claim(test.db, 'group', [old.id, young.id]);
  await test.db.query("UPDATE inbox SET processed_at = now() - interval '10 hours' WHERE event_id = $1", [old.id]);
  await retain(test.db.pool, { eventsRetention: 0, inboxRetention: 5 * hour });
  expect(await test.db.query('SELECT event_id FROM inbox')).toEqual([{ event_id: young.id }]);
});

it('tells what is still to be published, above the position and in the gaps', async () => {
  expect(await readBacklog(test.db.pool, 'relay')).toBeUndefined();
  await events(6, 2);
  await cursor(4, [{ from: 2, to: 3, stamp: 1, since: Date.now() / 1_000 - 60 }]);
  const backlog = await readBacklog(test.db.pool, 'relay');
  expect(backlog).toMatchObject({ pending: 4, gaps: 1 });
  expect(backlog?.oldestAge).toBeGreaterThan(7_100);
  expect(backlog?.oldestGapAge).toBeGreaterThan(55);
});

it('tells a long backlog without counting all of it', async () => {
  await events(12_000, 0);
  await cursor(500);
  expect(await readBacklog(test.db.pool, 'relay')).toMatchObject({ pending: 11_500 });
});
