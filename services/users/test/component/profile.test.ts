import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@spillway/chassis/testing';
import type { Resolve } from '@spillway/chassis/webhooks';
import { makeAdmins } from '../../src/users/make-admins';
import { freshDatabase, type Service, type Someone, startService } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await freshDatabase();
  // A name server of its own: one name leads inside, all others outside.
  const resolve: Resolve = (host, _options, done) =>
    done(null, [{ address: host.startsWith('inside') ? '10.0.0.1' : '8.8.8.8', family: 4 }]);
  service = await startService(database, { REFRESH_GRACE_MS: '0' }, { resolve });
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

const patch = ({ accessToken: token }: Someone, body: unknown) => service.call('PATCH', '/me', { token, body });

const told = async (userId: string) =>
  (
    await database.db.query<{ type: string; data: Record<string, unknown> }>(
      'SELECT type, data FROM events WHERE subject = $1 ORDER BY id',
      [userId],
    )
  ).map(({ type, data }): Record<string, unknown> => ({ type, ...data }));

const admin = async () => {
  const one = await service.someone();
  await makeAdmins(database.db, [one.email]);
  return one;
};

it('shows a user his profile, without the hash of his password', async () => {
  const ada = await service.someone({ name: 'Ada' });
  const { status, body, headers } = await service.call('GET', '/me', { token: ada.accessToken });
  expect({ status, body }).toEqual({
    status: 200,
    body: { userId: ada.userId, email: ada.email, name: 'Ada', role: 'customer' },
  });
  expect(headers.get('cache-control')).toBe('no-store');
});

it('changes what is given, takes away what is null, and tells the whole state each time', async () => {
  const ada = await service.someone({ name: 'Ada' });
  const webhookUrl = 'https://example.com/hook';
  expect(await patch(ada, { webhookUrl })).toMatchObject({ status: 200, body: { name: 'Ada', webhookUrl } });
  const { body } = await patch(ada, { name: null });
  expect(body).toEqual({ userId: ada.userId, email: ada.email, role: 'customer', webhookUrl });
  const common = { userId: ada.userId, email: ada.email, role: 'customer' };
  expect(await told(ada.userId)).toEqual([
    { type: 'UserRegistered', ...common, version: 1, name: 'Ada' },
    { type: 'UserUpdated', ...common, version: 2, name: 'Ada', webhook: { url: webhookUrl } },
    { type: 'UserUpdated', ...common, version: 3, webhook: { url: webhookUrl } },
  ]);
});

it('tells nothing where nothing is different', async () => {
  const ada = await service.someone({ name: 'Ada' });
  expect(await patch(ada, { name: 'Ada' })).toMatchObject({ status: 200, body: { name: 'Ada' } });
  expect(await told(ada.userId)).toHaveLength(1);
});

it('changes the e-mail address with the password only, and only to one that is free', async () => {
  const ada = await service.someone();
  const bob = await service.someone();
  const email = `${randomUUID()}@example.com`;
  expect(await patch(ada, { email })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/password' }] } });
  expect(await patch(ada, { email, password: 'wrong' })).toMatchObject({ status: 403 });
  expect(await patch(ada, { email: bob.email.toUpperCase(), password: ada.password })).toMatchObject({
    status: 409,
    body: { code: 'email-taken' },
  });
  expect(await patch(ada, { email: ` ${email}`, password: ada.password })).toMatchObject({
    status: 200,
    body: { email },
  });
  expect(await service.login(email, ada.password)).toMatchObject({ status: 201 });
  expect(await service.login(ada.email, ada.password)).toMatchObject({ status: 401 });
});

it.each([
  'http://example.com/',
  'https://127.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://ada:secret@example.com/',
  'https://inside.example.com/',
])('takes no webhook at %s', async (webhookUrl) => {
  const ada = await service.someone();
  expect(await patch(ada, { webhookUrl })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/webhookUrl' }] },
  });
});

it('loses no change of two that come at once', async () => {
  const ada = await service.someone();
  await Promise.all([patch(ada, { name: 'Ada' }), patch(ada, { webhookUrl: 'https://example.com/' })]);
  const { body } = await service.call('GET', '/me', { token: ada.accessToken });
  expect(body).toMatchObject({ name: 'Ada', webhookUrl: 'https://example.com/' });
  expect((await told(ada.userId)).map(({ version }) => version)).toEqual([1, 2, 3]);
});

it.each([
  [{}, ''],
  [{ role: 'admin' }, '/role'],
  [{ userId: randomUUID() }, '/userId'],
  [{ name: '' }, '/name'],
  [{ email: null }, '/email'],
  [{ webhookUrl: 'no url' }, '/webhookUrl'],
])('refuses %j', async (body, pointer) => {
  const ada = await service.someone();
  const answer = await patch(ada, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors[0].pointer).toBe(pointer);
});

it('changes the password and ends all other sessions, also one that is opened with the old one meanwhile', async () => {
  const ada = await service.someone();
  const others = await Promise.all([1, 2].map(() => service.login(ada.email, ada.password)));
  const newPassword = 'another password';
  const change = service.call('PUT', '/me/password', {
    token: ada.accessToken,
    body: { password: ada.password, newPassword },
  });
  const late = await Promise.all(Array.from({ length: 4 }, () => service.login(ada.email, ada.password)));
  expect(await change).toMatchObject({ status: 204 });

  const refresh = (refreshToken: string) => service.call('POST', '/sessions/refresh', { body: { refreshToken } });
  for (const { status, body } of [...others, ...late].filter((answer) => answer.status === 201)) {
    expect(status).toBe(201);
    expect(await refresh(body.refreshToken)).toMatchObject({ status: 401 });
  }
  expect(await refresh(ada.refreshToken)).toMatchObject({ status: 200 });
  expect(await service.login(ada.email, ada.password)).toMatchObject({ status: 401 });
  expect(await service.login(ada.email, newPassword)).toMatchObject({ status: 201 });
  expect(await told(ada.userId)).toHaveLength(1);
});

describe('what only admins may do', () => {
  it('is refused to everybody else, and to nobody at all', async () => {
    const ada = await service.someone();
    const bob = await service.someone();
    const calls: [string, string, unknown?][] = [
      ['GET', '/users'],
      ['GET', `/users/${bob.userId}`],
      ['PUT', `/users/${ada.userId}/role`, { role: 'admin' }],
      ['DELETE', `/users/${bob.userId}`],
    ];
    for (const [method, path, body] of calls) {
      expect(await service.call(method, path, { body })).toMatchObject({ status: 401 });
      expect(await service.call(method, path, { body, token: ada.accessToken })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
  });

  it('follows a role at once, whatever an older token says', async () => {
    const ada = await admin();
    const boss = await admin();
    const demote = { token: boss.accessToken, body: { role: 'customer' } };
    expect(await service.call('GET', '/users', { token: ada.accessToken })).toMatchObject({ status: 200 });
    expect(await service.call('PUT', `/users/${ada.userId}/role`, demote)).toMatchObject({
      body: { role: 'customer' },
    });
    expect(await service.call('GET', '/users', { token: ada.accessToken })).toMatchObject({ status: 403 });
  });

  it('lists users in pages, the newest first, and shows and deletes one', async () => {
    const boss = await admin();
    const { accessToken: token } = boss;
    const news = [await service.someone(), await service.someone(), await service.someone()];
    const first = await service.call('GET', '/users?limit=2', { token });
    const second = await service.call('GET', `/users?limit=2&cursor=${first.body.nextCursor}`, { token });
    const ids = [...first.body.users, ...second.body.users].map(({ userId }: { userId: string }) => userId);
    expect(ids.slice(0, 3)).toEqual(news.map(({ userId }) => userId).reverse());

    const one = `/users/${news[0]?.userId}`;
    expect(await service.call('GET', one, { token })).toMatchObject({ status: 200, body: { email: news[0]?.email } });
    expect(await service.call('DELETE', one, { token })).toMatchObject({ status: 204 });
    expect(await service.call('GET', one, { token })).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
    expect(await service.call('DELETE', one, { token })).toMatchObject({ status: 404 });
    expect(await service.call('GET', '/users/no-uuid', { token })).toMatchObject({ status: 404 });
  });

  it('can be begun by a command only, which says whom it did not find', async () => {
    const ada = await service.someone();
    expect(await makeAdmins(database.db, [ada.email.toUpperCase(), 'nobody@example.com'])).toEqual([
      { email: ada.email.toUpperCase(), found: true },
      { email: 'nobody@example.com', found: false },
    ]);
    expect((await told(ada.userId)).at(-1)).toMatchObject({ type: 'UserUpdated', role: 'admin', version: 2 });
  });
});

it('describes itself', async () => {
  const { body } = await service.call('GET', '/openapi.json');
  expect(Object.keys(body.paths).sort()).toEqual([
    '/.well-known/jwks.json',
    '/me',
    '/me/deletion',
    '/me/password',
    '/sessions',
    '/sessions/logout',
    '/sessions/refresh',
    '/users',
    '/users/{userId}',
    '/users/{userId}/role',
  ]);
  expect(await service.call('GET', '/readyz')).toMatchObject({ status: 200 });
});
