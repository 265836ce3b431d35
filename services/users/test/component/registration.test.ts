import { randomUUID } from 'node:crypto';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import type { Passwords } from '../../src/passwords/passwords';
import { countedPasswords } from '../support/counted-passwords';
import { freshDatabase, type Service, startService } from '../support/service';

let database: TestDatabase;
let service: Service;
const counted = countedPasswords();

beforeAll(async () => {
  database = await freshDatabase();
  service = await startService(database, {}, { passwords: counted satisfies Passwords });
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

const register = (email: string, password = 'correct horse', name?: string) =>
  service.call('POST', '/users', { body: { email, password, ...(name !== undefined && { name }) } });

const emails = async () =>
  (await database.db.query<{ email: string }>('SELECT email FROM users')).map((row) => row.email);

it('registers, and tells of it with all that readers need', async () => {
  const email = `${randomUUID()}@example.com`;
  expect(await register(`  ${email.toUpperCase()} `, 'correct horse', 'Ada')).toMatchObject({ status: 202 });
  expect(await emails()).toContain(email);

  const [event] = await database.db.query<{ subject: string; type: string; data: Record<string, unknown> }>(
    `SELECT subject, type, data FROM events WHERE data->>'email' = $1`,
    [email],
  );
  expect(event).toMatchObject({
    type: 'UserRegistered',
    data: { userId: event?.subject, version: 1, role: 'customer', email, name: 'Ada' },
  });
  // No hash, nothing else that is nobody's business.
  expect(Object.keys(event?.data ?? {}).sort()).toEqual(['email', 'name', 'role', 'userId', 'version']);
});

it('answers the same and does the same work where the address has an account, which stays as it was', async () => {
  const email = `${randomUUID()}@example.com`;
  const { mark } = counted;
  const before = mark();
  const first = await register(email, 'correct horse');
  const between = mark();
  const second = await register(email.toUpperCase(), 'another password');
  const after = mark();

  expect(second.status).toBe(first.status);
  expect(second.body).toEqual(first.body);
  const names = (headers: Headers) => [...headers.keys()].sort();
  expect(names(second.headers)).toEqual(names(first.headers));
  expect(after.hashes - between.hashes).toBe(between.hashes - before.hashes);

  expect(await service.login(email, 'correct horse')).toMatchObject({ status: 201 });
  expect(await service.login(email, 'another password')).toMatchObject({ status: 401 });
});

it('makes one account of many that register the same address at once, however it is written', async () => {
  const id = randomUUID();
  const spellings = [
    `${id}@example.com`,
    `${id.toUpperCase()}@EXAMPLE.com`,
    ` ${id}@Example.Com`,
    `${id}@example.com `,
  ];
  const answers = await Promise.all([...spellings, ...spellings].map((email) => register(email)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect((await emails()).filter((email) => email.startsWith(id))).toEqual([`${id}@example.com`]);
  const told = await database.db.query(`SELECT 1 FROM events WHERE data->>'email' = $1`, [`${id}@example.com`]);
  expect(told).toHaveLength(1);
});

it.each([
  [{ email: 'no address', password: 'correct horse' }, '/email'],
  [{ email: 'a@b', password: 'correct horse' }, '/email'],
  [{ email: 'ada@example.com\r\nBcc: all@example.com', password: 'correct horse' }, '/email'],
  [{ email: 'ada@example.com', password: 'short' }, '/password'],
  [{ email: 'ada@example.com', password: 'x'.repeat(129) }, '/password'],
  [{ email: 'ada@example.com', password: `long enough \ud800` }, '/password'],
  [{ email: 'ada@example.com', password: 'correct horse', name: 'a\r\nb' }, '/name'],
  [{ email: 'ada@example.com', password: 'correct horse', role: 'admin' }, '/role'],
  [{ password: 'correct horse' }, '/email'],
])('refuses %j and names the field', async (body, pointer) => {
  const { status, body: problem } = await service.call('POST', '/users', { body });
  expect(status).toBe(422);
  expect(problem.errors).toMatchObject([{ pointer }]);
});

it('takes a password as it is: blanks at its ends count, and so does its last character', async () => {
  const email = `${randomUUID()}@example.com`;
  const password = ` ${'ä'.repeat(125)}b `;
  expect(await register(email, password)).toMatchObject({ status: 202 });
  expect(await service.login(email, password.trim())).toMatchObject({ status: 401 });
  expect(await service.login(email, password.replace('b', 'c'))).toMatchObject({ status: 401 });
  expect(await service.login(email, password)).toMatchObject({ status: 201 });
});

it('knows a password again that comes composed in another way', async () => {
  const email = `${randomUUID()}@example.com`;
  await register(email, 'caf\u00e9 creme');
  expect(await service.login(email, 'cafe\u0301 creme')).toMatchObject({ status: 201 });
});

it('stores argon2id and nothing that shows the password', async () => {
  const email = `${randomUUID()}@example.com`;
  await register(email, 'correct horse');
  const [row] = await database.db.query<{ password_hash: string }>('SELECT * FROM users WHERE email = $1', [email]);
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=8192,t=1,p=1\$/);
  expect(JSON.stringify(row)).not.toContain('correct horse');
});

it('publishes what it tells', async () => {
  await eventually(async () => {
    const [row] = await database.db.query<{ done: boolean }>(
      'SELECT (SELECT max(id) FROM events) <= (SELECT position FROM relay_cursor) AS done',
    );
    return row?.done;
  });
});

it('slows down whoever registers many, by address', async () => {
  const own = await startService(database, { REGISTER_FREE_PER_ADDRESS: '3' });
  try {
    const from = (address: string) =>
      own.call('POST', '/users', {
        body: { email: `${randomUUID()}@example.com`, password: 'correct horse' },
        headers: { 'x-client-address': address },
      });
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await from('2001:db8::1')).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
    const neighbour = await from('2001:db8::2:1');
    expect([neighbour.status, Number(neighbour.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect((await from('2001:db8:0:1::1')).status).toBe(202);
  } finally {
    await own.stop();
  }
});
