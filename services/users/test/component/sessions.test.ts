import { randomUUID } from 'node:crypto';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { countedPasswords } from '../support/counted-passwords';
import { freshDatabase, type Service, startService } from '../support/service';

let database: TestDatabase;
let service: Service;
const counted = countedPasswords();

beforeAll(async () => {
  database = await freshDatabase();
  service = await startService(database, { REFRESH_GRACE_MS: '0' }, { passwords: counted });
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

const refresh = (refreshToken: string) => service.call('POST', '/sessions/refresh', { body: { refreshToken } });

it('gives an access token of a quarter of an hour that says who, in which session, in which role, and nothing personal', async () => {
  const { accessToken, userId } = await service.someone();
  expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
  const claims = decodeJwt(accessToken);
  expect(claims).toEqual({
    iss: 'urn:spillway:users',
    aud: 'urn:spillway:api',
    sub: userId,
    roles: ['customer'],
    sid: expect.any(String),
    jti: expect.any(String),
    iat: expect.any(Number),
    exp: Number(claims.iat) + 900,
  });
});

it('answers alike, and does the same work, whether the address is unknown, no address at all, or the password is wrong', async () => {
  const { email } = await service.someone();
  const outcomes = [];
  for (const address of [email, `${randomUUID()}@example.com`, 'no address', 'ada@example.com\u0000']) {
    const before = counted.mark().hashes;
    const { status, body } = await service.login(address, 'not the password');
    outcomes.push({ status, code: body.code, detail: body.detail, hashes: counted.mark().hashes - before });
  }
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(outcomes[0]).toMatchObject({ status: 401, code: 'invalid-credentials', hashes: 1 });
});

it('takes the address in any spelling', async () => {
  const { email, password } = await service.someone();
  expect(await service.login(` ${email.toUpperCase()}`, password)).toMatchObject({ status: 201 });
});

it('gives a new token for each, and ends the session for both when one comes twice', async () => {
  const { refreshToken, accessToken } = await service.someone();
  const second = await refresh(refreshToken);
  expect(second).toMatchObject({ status: 200, body: { refreshToken: expect.not.stringMatching(refreshToken) } });
  expect(decodeJwt(second.body.accessToken).sid).toBe(decodeJwt(accessToken).sid);

  expect(await refresh(refreshToken)).toMatchObject({ status: 401, body: { code: 'invalid-refresh-token' } });
  expect(await refresh(second.body.refreshToken)).toMatchObject({ status: 401 });
  expect(await service.call('GET', '/me', { token: second.body.accessToken })).toMatchObject({
    status: 401,
    body: { code: 'session-ended' },
  });
});

it('leaves the other sessions of a user alone when one of them is ended for reuse', async () => {
  const { email, password, refreshToken } = await service.someone();
  const other = (await service.login(email, password)).body;
  await refresh(refreshToken);
  await refresh(refreshToken);
  expect(await refresh(other.refreshToken)).toMatchObject({ status: 200 });
});

it('logs out: the session is over, here at once; again is no mistake', async () => {
  const { refreshToken, accessToken } = await service.someone();
  const logout = () => service.call('POST', '/sessions/logout', { body: { refreshToken } });
  expect(await logout()).toMatchObject({ status: 204 });
  expect(await logout()).toMatchObject({ status: 204 });
  expect(await refresh(refreshToken)).toMatchObject({ status: 401 });
  expect(await service.call('GET', '/me', { token: accessToken })).toMatchObject({ status: 401 });
});

it('keeps no token that could be used', async () => {
  const { refreshToken } = await service.someone();
  const next = (await refresh(refreshToken)).body.refreshToken as string;
  const rows = await database.db.query<Record<string, Buffer | null>>(
    'SELECT token_hash, successor FROM refresh_tokens',
  );
  const kept = rows
    .flatMap(({ token_hash, successor }) => [token_hash, successor])
    .map((value) => value?.toString('base64url'));
  expect(kept).not.toContain(refreshToken);
  expect(kept).not.toContain(next);
});

it('ends sessions at their time, however often they were refreshed, and takes them away then', async () => {
  const { refreshToken, userId } = await service.someone();
  await database.db.query(`UPDATE sessions SET expires_at = now() - interval '1 s' WHERE user_id = $1`, [userId]);
  expect(await refresh(refreshToken)).toMatchObject({ status: 401 });
  const housekeeper = await startService(database);
  try {
    await eventually(
      async () => (await database.db.query('SELECT 1 FROM sessions WHERE user_id = $1', [userId])).length === 0,
    );
  } finally {
    await housekeeper.stop();
  }
});

it.each([[{}], [{ refreshToken: 'short' }], [{ refreshToken: 'x'.repeat(43), more: 1 }]])(
  'refuses %j',
  async (body) => {
    expect(await service.call('POST', '/sessions/refresh', { body })).toMatchObject({ status: 422 });
  },
);

it('refuses more than it can hash, and takes back what it counted', async () => {
  const narrow = await startService(database, {
    PASSWORD_HASHES_AT_ONCE: '1',
    PASSWORD_HASHES_WAITING: '1',
    PASSWORD_MEMORY_KIB: '65536',
    PASSWORD_PASSES: '4',
  });
  try {
    const email = `${randomUUID()}@example.com`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => narrow.login(email, 'not the password')));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 503, 503, 503]);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.body.code).toBe('overloaded');
    // Two were guesses; what was refused was none. Five are free.
    const statuses = [];
    for (let guess = 0; guess < 4; guess++) statuses.push((await narrow.login(email, 'not the password')).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  } finally {
    await narrow.stop();
  }
});

it('makes the hash anew where today’s settings ask for more', async () => {
  const { email, password, userId } = await service.someone();
  const stronger = await startService(database, { PASSWORD_PASSES: '2' });
  try {
    expect(await stronger.login(email, password)).toMatchObject({ status: 201 });
    const [row] = await database.db.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE user_id = $1',
      [userId],
    );
    expect(row?.hash).toContain('t=2');
    expect(await stronger.login(email, password)).toMatchObject({ status: 201 });
  } finally {
    await stronger.stop();
  }
});

it('keeps fifty sessions of a user, and ends the oldest for one more', async () => {
  const { refreshToken, userId, email, password } = await service.someone();
  await database.db.query(
    `INSERT INTO sessions (session_id, user_id, expires_at)
     SELECT ('ffffffff-ffff-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, now() + interval '1 day' FROM generate_series(1, 49) n`,
    [userId],
  );
  expect(await service.login(email, password)).toMatchObject({ status: 201 });
  expect(await database.db.query('SELECT 1 FROM sessions WHERE user_id = $1', [userId])).toHaveLength(50);
  expect(await refresh(refreshToken)).toMatchObject({ status: 401 });
});
