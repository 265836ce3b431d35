import type { TestDatabase } from '@spillway/chassis/testing';
import { freshDatabase, type Service, startService } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await freshDatabase();
  service = await startService(database, { REFRESH_GRACE_MS: '60000' });
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

const refresh = async (refreshToken: string) =>
  (await service.call('POST', '/sessions/refresh', { body: { refreshToken } })).body.refreshToken as string | undefined;

/** As if a token had been used longer ago than the moments in which it may come again. */
const later = () => database.db.query(`UPDATE refresh_tokens SET used_at = used_at - interval '2 minutes'`);

it('gives two that come at once the same successor, so that one token works and nobody is logged out', async () => {
  const { refreshToken } = await service.someone();
  const given = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
  expect(new Set(given).size).toBe(1);
  expect(await refresh(given[0] ?? '')).toBeDefined();
});

it('gives the answer that was lost once more', async () => {
  const { refreshToken } = await service.someone();
  const lost = await refresh(refreshToken);
  expect(await refresh(refreshToken)).toBe(lost);
});

it('ends the session when a token comes again after its successor was used: two use the chain', async () => {
  const { refreshToken } = await service.someone();
  const second = await refresh(refreshToken);
  const third = await refresh(second ?? '');
  expect(await refresh(refreshToken)).toBeUndefined();
  expect(await refresh(third ?? '')).toBeUndefined();
});

it('ends the session when a token comes again later', async () => {
  const { refreshToken } = await service.someone();
  const second = await refresh(refreshToken);
  await later();
  expect(await refresh(refreshToken)).toBeUndefined();
  expect(await refresh(second ?? '')).toBeUndefined();
});

it('finds a thief who got in between: the first of the two to be late ends the session for both', async () => {
  const { refreshToken } = await service.someone();
  const owners = await refresh(refreshToken);
  const thiefs = await refresh(refreshToken);
  expect(thiefs).toBe(owners);
  const next = await refresh(thiefs ?? '');
  await later();
  expect(await refresh(owners ?? '')).toBeUndefined();
  expect(await refresh(next ?? '')).toBeUndefined();
});
