import { register } from 'prom-client';
import { database } from '../../src/database';
import { type TestDatabase, testDatabase } from '../../src/testing/database';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase([], { poolMax: 2 });
  await test.db.query('CREATE TABLE things (id int PRIMARY KEY)');
});
afterAll(() => test.drop());
afterEach(() => test.db.query('TRUNCATE things'));

const things = () => test.db.query('SELECT id FROM things ORDER BY id');

it('commits what a transaction did, or nothing of it', async () => {
  await test.db.transaction((tx) => tx.query('INSERT INTO things VALUES ($1)', [1]));
  const failure = test.db.transaction(async (tx) => {
    await tx.query('INSERT INTO things VALUES (2)');
    throw new Error('no');
  });
  await expect(failure).rejects.toThrow('no');
  expect(await things()).toEqual([{ id: 1 }]);
});

it('does not report as committed what was rolled back behind a swallowed error', async () => {
  const swallowed = test.db.transaction(async (tx) => {
    await tx.query('INSERT INTO things VALUES (1)');
    await tx.query('INSERT INTO things VALUES (1)').catch(() => {});
  });
  await expect(swallowed).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
  expect(await things()).toEqual([]);
});

it('replaces connections that the server ended, idle or in use', async () => {
  await test.db.query('SELECT 1');
  const inUse = test.db.transaction(async (tx) => {
    await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
  });
  await expect(inUse).rejects.toMatchObject({ code: '57P01' });
  const admin = database(test.config);
  await admin.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await admin.stop?.();
  expect(await test.db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('says why it is not ready', async () => {
  const nowhere = database({ url: 'postgres://nobody@127.0.0.1:1/none', connectionTimeoutMs: 300 });
  expect(await nowhere.notReady?.()).toMatch(/does not answer/);
  await nowhere.stop?.();
  expect(await test.db.notReady?.()).toBeUndefined();
});

it('ends a statement that takes too long', async () => {
  const strict = database({ ...test.config, statementTimeoutMs: 50 });
  await expect(strict.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  await strict.stop?.();
});

it('ends a transaction that does nothing for too long', async () => {
  const strict = database({ ...test.config, idleInTransactionTimeoutMs: 50 });
  const ended = new Promise((resolve) => strict.pool.once('connect', (client) => client.once('end', resolve)));
  const idle = strict.transaction(async (tx) => {
    await ended;
    await tx.query('SELECT 1');
  });
  await expect(idle).rejects.toThrow();
  expect(await strict.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await strict.stop?.();
});

it('looks given rows up by key, even in a table whose statistics are not there yet', async () => {
  await test.db.query('CREATE TABLE fresh (id uuid PRIMARY KEY, status text NOT NULL)');
  const plan = await test.db.transaction(async (tx) => {
    await tx.query(`
      PREPARE change (jsonb) AS
      UPDATE fresh SET status = change.status
        FROM jsonb_to_recordset($1) AS change (id uuid, status text) WHERE fresh.id = change.id`);
    await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
    return tx.query<{ 'QUERY PLAN': string }>("EXPLAIN EXECUTE change ('[]')");
  });
  const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect(lines).toContain('Index Scan using fresh_pkey');
  expect(lines).toContain('Index Cond: (id = change.id)');
});

it('shows the pool in the metrics while it runs', async () => {
  const lines = async () =>
    (await register.metrics())
      .split('\n')
      .filter((line) => line.startsWith('db_client_connections') && !line.startsWith('#'));
  const own = database(test.config);
  const before = await lines();
  await own.start?.(() => undefined);
  await own.transaction(async (tx) => {
    await tx.query('SELECT 1');
    const waiting = [own.query('SELECT 1'), own.query('SELECT 1'), own.query('SELECT 1')];
    const shown = (await lines()).map((line) => Number(line.split(' ').at(-1)));
    const known = before.map((line) => Number(line.split(' ').at(-1)));
    // idle, used, max, waiting: as much more as this pool has. One is in a transaction, one is being opened for the first waiting.
    expect(shown.map((value, at) => value - (known[at] ?? 0))).toEqual([0, 2, 2, 2]);
    await Promise.all(waiting);
  });
  await own.stop?.();
  expect(await lines()).toEqual(before);
});
