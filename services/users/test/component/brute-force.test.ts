import { randomUUID } from 'node:crypto';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { countedPasswords } from '../support/counted-passwords';
import { freshDatabase, type Service, startService } from '../support/service';

let database: TestDatabase;
let service: Service;
let other: Service;
const counted = countedPasswords();

beforeAll(async () => {
  database = await freshDatabase();
  service = await startService(database, {}, { passwords: counted });
  other = await startService(database, {}, { passwords: counted });
});

afterAll(async () => {
  await service?.stop();
  await other?.stop();
  await database?.drop();
});

/** What is left of a wait, after the little time that tests take. */
const isAbout = (seconds: number, wait: number) => seconds > wait - 18 && seconds <= wait;

/** As if this many seconds had passed. */
const pass = (seconds: number) =>
  database.db.query(
    `UPDATE attempts SET blocked_until = blocked_until - make_interval(secs => $1), last_at = last_at - make_interval(secs => $1)
      WHERE blocked_until > '-infinity'`,
    [seconds],
  );

it('hashes no more guesses than are free, of however many that come at once, at any of its instances', async () => {
  const { email, password } = await service.someone();
  const before = counted.mark().hashes;
  const guesses = Array.from({ length: 60 }, (_, index) =>
    (index % 2 ? service : other).login(email, `guess ${index}`),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(55);
  expect(counted.mark().hashes - before).toBe(5);

  // The right password has to wait as well, or it would be known by that.
  const early = await other.login(email, password);
  expect(early.status).toBe(429);
  expect(isAbout(Number(early.headers.get('retry-after')), 20)).toBe(true);
});

it('treats an address without an account just so', async () => {
  const email = `${randomUUID()}@example.com`;
  const statuses = [];
  for (let guess = 0; guess < 6; guess++) statuses.push((await service.login(email, `guess ${guess}`)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});

it('doubles the wait each time, up to five minutes, and forgets all with the right password', async () => {
  const { email, password } = await service.someone();
  for (let guess = 0; guess < 5; guess++) await service.login(email, `guess ${guess}`);
  const waits = [];
  for (let round = 0; round < 6; round++) {
    const { headers } = await service.login(email, 'too early');
    const wait = Number(headers.get('retry-after'));
    waits.push(wait);
    await pass(wait);
    expect(await service.login(email, 'wrong')).toMatchObject({ status: 401 });
  }
  for (const [round, wait] of [20, 40, 80, 160, 300, 300].entries())
    expect(isAbout(Number(waits[round]), wait)).toBe(true);
  await pass(300);
  expect(await service.login(email, password)).toMatchObject({ status: 201 });
  for (let guess = 0; guess < 5; guess++) expect(await service.login(email, 'wrong')).toMatchObject({ status: 401 });
});

it('slows down a network that tries many accounts; logging in to an own one in between helps nothing', async () => {
  const { email, password } = await service.someone();
  const headers = { 'x-client-address': '203.0.113.7' };
  const statuses = [];
  for (let guess = 0; guess < 21; guess++) {
    statuses.push((await service.login(`${randomUUID()}@example.com`, 'password1', headers)).status);
    if (guess % 5 === 0) await service.login(email, password, headers);
  }
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
  expect(statuses[20]).toBe(429);
  expect((await service.login(email, password, { 'x-client-address': '203.0.113.8' })).status).toBe(201);
});

it('guards every place that asks for the password', async () => {
  const { accessToken: token } = await service.someone();
  const newPassword = 'another password';
  const ways = [
    () => service.call('PUT', '/me/password', { token, body: { password: 'wrong', newPassword } }),
    () => service.call('POST', '/me/deletion', { token, body: { password: 'wrong' } }),
    () => service.call('PATCH', '/me', { token, body: { email: 'other@example.com', password: 'wrong' } }),
  ];
  const statuses = [];
  for (let guess = 0; guess < 6; guess++) statuses.push((await ways[guess % 3]?.())?.status);
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
});

it('keeps neither e-mail nor internet addresses, and what is over is taken away', async () => {
  await service.login('somebody@example.com', 'wrong', { 'x-client-address': '198.51.100.9' });
  const rows = await database.db.query<{ key: Buffer }>('SELECT * FROM attempts');
  expect(rows.length).toBeGreaterThan(0);
  for (const { key } of rows) expect(key).toHaveLength(32);
  expect(JSON.stringify(rows)).not.toMatch(/somebody|198\.51/);

  await database.db.query(`UPDATE attempts SET last_at = now() - interval '2 hours'`);
  const housekeeper = await startService(database);
  try {
    await eventually(async () => (await database.db.query('SELECT 1 FROM attempts')).length === 0);
  } finally {
    await housekeeper.stop();
  }
});
