import { database, isTransientDatabaseError } from '../../src/database';
import { type TestDatabase, testDatabase } from '../../src/testing/database';

const withCode = (code: string) => Object.assign(new Error('told by the server'), { code });

it.each([
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '40001',
  '40P01',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
])('%s is transient', (code) => expect(isTransientDatabaseError(withCode(code))).toBe(true));

it.each(['57014', '23505', '22P02', '42P01', '28P01', '3D000', ''])('%s is not', (code) =>
  expect(isTransientDatabaseError(withCode(code))).toBe(false),
);

describe('as they really come', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  const caught = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('a pool that has no connection left', async () => {
    const small = database({ ...test.config, poolMax: 1, connectionTimeoutMs: 500 });
    const error = await small.transaction(() => caught(small.query('SELECT 1')));
    expect(isTransientDatabaseError(error)).toBe(true);
    await small.stop?.();
  });

  it('a server that is not there', async () => {
    const nowhere = database({ url: 'postgres://nobody@localhost:1/none' });
    expect(isTransientDatabaseError(await caught(nowhere.query('SELECT 1')))).toBe(true);
    await nowhere.stop?.();
  });

  it('a connection that is cut in the middle of a statement, and the next statement on it', async () => {
    const client = await test.db.pool.connect();
    const first = caught(client.query('SELECT pg_sleep(10)'));
    Reflect.get(client, 'connection').stream.destroy();
    expect(isTransientDatabaseError(await first)).toBe(true);
    expect(isTransientDatabaseError(await caught(client.query('SELECT 1')))).toBe(true);
    client.release(true);
  });

  it('a duplicate is not', async () => {
    await test.db.query('CREATE TABLE one (id int PRIMARY KEY)');
    await test.db.query('INSERT INTO one VALUES (1)');
    expect(isTransientDatabaseError(await caught(test.db.query('INSERT INTO one VALUES (1)')))).toBe(false);
  });
});
