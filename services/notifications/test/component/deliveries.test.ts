import type { TestDatabase } from '@spillway/chassis/testing';
import { notification, record } from '../../src/notifications/record';
import { replacePreference } from '../../src/preferences/store';
import { type Claimed, claimDue, enqueue, settle } from '../../src/webhooks/deliveries';
import { newSecret } from '../../src/webhooks/signature';
import { confirmed } from '../support/events';
import { freshDatabase } from '../support/service';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database?.drop());

const webhookUrl = 'https://example.com/hook';

async function queued(count: number, userId = 'ada'): Promise<string[]> {
  const { db } = database;
  await replacePreference(db, { userId, webhookUrl, freshSecret: newSecret() });
  const fresh = Array.from({ length: count }, () =>
    notification({ event: confirmed(userId), kind: 'order-confirmed', channel: 'webhook', status: 'pending' }),
  );
  await db.transaction(async (tx) => enqueue(tx, await record(tx, fresh)));
  return fresh.map(({ id }) => id);
}

const idsOf = (claimed: readonly Claimed[]) => claimed.map(({ id }) => id);
const minute = 60_000;
const claim = (limit: number, leaseMs: number, perUser = limit, busy: string[] = []) =>
  claimDue(database.db, { limit, leaseMs, perUser, busy });

it('gives each delivery to one worker only, however many ask at once', async () => {
  const ids = await queued(200);
  const claims = await Promise.all(Array.from({ length: 8 }, () => claim(40, minute)));
  const taken = claims.flatMap(idsOf);
  expect(new Set(taken).size).toBe(taken.length);
  const rest = await claim(200, minute);
  expect([...taken, ...idsOf(rest)].sort()).toEqual([...ids].sort());
  expect(await claim(200, minute)).toEqual([]);
});

it('gives a delivery to somebody else once the lease of a worker that died has ended', async () => {
  const [id] = await queued(1);
  const [first] = await claim(1, 0);
  const [second] = await claim(1, minute);
  expect([first, second]).toMatchObject([
    { id, attempt: 1 },
    { id, attempt: 2 },
  ]);
});

it('takes no result from a worker whose lease was taken over', async () => {
  await queued(1);
  const [late] = await claim(1, 0);
  const [current] = await claim(1, minute);
  if (!late || !current) throw new Error('nothing was claimed');
  expect((await settle(database.db, [{ claimed: late, status: 'failed', reason: 'timeout' }])).size).toBe(0);
  expect(await settle(database.db, [{ claimed: current, status: 'sent' }])).toEqual(new Set([current.id]));
  expect((await settle(database.db, [{ claimed: current, status: 'failed', reason: 'timeout' }])).size).toBe(0);
});

it('leaves room for others beside a user with many deliveries', async () => {
  await queued(50, 'many');
  await queued(3, 'few');
  const taken = await claim(20, minute, 5);
  const count = (userId: string) => taken.filter((one) => one.userId === userId).length;
  expect([count('many'), count('few')]).toEqual([5, 3]);
  expect(await claim(20, minute, 5, ['many'])).toEqual([]);
  expect(await claim(20, minute, 5)).toHaveLength(5);
});

it('calls the address the user has by now, and none where it was removed', async () => {
  await queued(1);
  const secret = newSecret();
  await replacePreference(database.db, { userId: 'ada', webhookUrl: `${webhookUrl}/new`, freshSecret: secret });
  expect(await claim(1, 0)).toMatchObject([{ webhook: { url: `${webhookUrl}/new`, secret } }]);
  await replacePreference(database.db, { userId: 'ada', freshSecret: newSecret() });
  const [claimed] = await claim(1, 0);
  expect(claimed).not.toHaveProperty('webhook');
});

it('records an event once per channel, also after the inbox has forgotten it', async () => {
  const event = confirmed('ada');
  const again = () => notification({ event, kind: 'order-confirmed', channel: 'mail', status: 'sent' });
  expect(await record(database.db, [again()])).toHaveLength(1);
  expect(await record(database.db, [again()])).toEqual([]);
});

it('reads the queue through its index, and not what is done', async () => {
  await queued(2_000);
  const claimed = await claim(1_990, minute);
  await settle(
    database.db,
    claimed.map((one) => ({ claimed: one, status: 'sent' as const })),
  );
  await database.db.query('ANALYZE webhook_deliveries');
  const plan = await database.db.query<{ 'QUERY PLAN': string }>(
    'EXPLAIN SELECT notification_id FROM webhook_deliveries WHERE due_at <= now() ORDER BY due_at LIMIT 20',
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('webhook_deliveries_due');
});
