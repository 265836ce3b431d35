import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chassisMigrations, migrate } from '../../src/database';
import { type TestDatabase, testDatabase } from '../../src/testing/database';

let test: TestDatabase;
let folder: string;
const file = (name: string, sql: string) => writeFile(join(folder, name), sql);
const run = () => migrate(test.config, [chassisMigrations, folder]);

beforeEach(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await test.drop();
  await rm(folder, { recursive: true });
});

it('applies each file once, in order', async () => {
  await file('0102_fill.sql', 'INSERT INTO things VALUES (1)');
  await file('0101_things.sql', 'CREATE TABLE things (id int); -- the end');
  expect(await run()).toEqual(['0101_things.sql', '0102_fill.sql']);
  expect(await run()).toEqual([]);
  expect(await test.db.query('SELECT * FROM things')).toEqual([{ id: 1 }]);
});

it('applies a file once although many processes start together', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.flat()).toEqual(['0101_things.sql']);
});

it('leaves nothing of a file that fails, and keeps those before it', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  await file('0102_bad.sql', 'INSERT INTO things VALUES (1); INSERT INTO nowhere VALUES (1)');
  await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_FAILED', message: /0102_bad.sql/ });
  expect(await test.db.query('SELECT * FROM things')).toEqual([]);
  await file('0102_bad.sql', 'INSERT INTO things VALUES (2)');
  expect(await run()).toEqual(['0102_bad.sql']);
});

it('refuses a file that has changed since, and one whose name is taken', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  await run();
  await file('0101_things.sql', 'CREATE TABLE things (id bigint)');
  await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
  await rm(join(folder, '0101_things.sql'));
  await file('0001_events.sql', await readFile(join(chassisMigrations, '0001_events.sql'), 'utf8'));
  await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_TWICE' });
});

it('leaves alone what a newer release has applied', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  await run();
  await rm(join(folder, '0101_things.sql'));
  expect(await run()).toEqual([]);
});

it('builds an index concurrently although another process waits for its turn', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  await file('0102_index.sql', '-- no transaction\nCREATE INDEX CONCURRENTLY things_id ON things (id)');
  const applied = await Promise.all([run(), run()]);
  expect(applied.flat()).toEqual(['0101_things.sql', '0102_index.sql']);
});
