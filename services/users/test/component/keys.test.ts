import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem, Secret } from '@spillway/chassis';
import { accessTokens, remoteKeys } from '@spillway/chassis/auth';
import type { TestDatabase } from '@spillway/chassis/testing';
import { type SigningKeys, signingKeys } from '../../src/keys/signing-keys';
import { accessTokenSigner } from '../../src/sessions/access-token';
import { encryptionKey, freshDatabase, startService } from '../support/service';

const hour = 3_600_000;
const terms = { issuer: 'urn:spillway:users', audience: 'urn:spillway:api' };
const key = encryptionKey();
const subject = { userId: 'ada', sessionId: 'first', role: 'customer' as const };

let database: TestDatabase;
let time = Date.UTC(2026, 0, 1);
const running: SigningKeys[] = [];

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(async () => {
  for (const keys of running.splice(0)) await keys.stop?.();
  await database?.drop();
});

async function replica(encryptionKeys = [key]): Promise<SigningKeys> {
  const config = {
    encryptionKeys: encryptionKeys.map((text) => new Secret(text)),
    period: 24 * hour,
    lead: hour,
    trail: 2 * hour,
    refreshMs: 5, // looks all the time: what it sees follows the time of the test at once
  };
  const keys = signingKeys({ db: database.db, config, now: () => time });
  await keys.start?.(() => undefined);
  running.push(keys);
  return keys;
}

const kids = (keys: SigningKeys) => keys.published().keys.map(({ kid }) => kid);
const verify = (keys: SigningKeys) => accessTokens(keys.find, terms);
const sign = (keys: SigningKeys) => accessTokenSigner(keys, terms, 900_000)(subject);

it('makes one key, however many replicas start at once, and all sign with it', async () => {
  const replicas = await Promise.all(Array.from({ length: 5 }, () => replica()));
  const first = replicas[0]?.current().kid;
  for (const keys of replicas) {
    expect(kids(keys)).toEqual([first]);
    expect(keys.current().kid).toBe(first);
  }
  expect(await verify(replicas[1] as SigningKeys)(await sign(replicas[0] as SigningKeys))).toMatchObject({
    userId: 'ada',
  });
});

it('publishes the next key an hour before it signs, the old one until its tokens have expired, and all replicas agree', async () => {
  const one = await replica();
  const first = one.current().kid;
  const old = await sign(one);
  time += 23 * hour;
  const [again, other] = await Promise.all([replica(), replica()]);
  expect(kids(again)).toHaveLength(2);
  expect(kids(other)).toEqual(kids(again));
  expect([again.current().kid, other.current().kid]).toEqual([first, first]);

  time += hour;
  const next = again.current().kid;
  expect(next).not.toBe(first);
  expect(other.current().kid).toBe(next);
  expect(await verify(other)(old)).toMatchObject({ userId: 'ada' });
  expect(await verify(other)(await sign(again))).toMatchObject({ userId: 'ada' });

  time += 2 * hour;
  const late = await replica();
  expect(kids(late)).toEqual([next]);
  await expect(verify(late)(old)).rejects.toThrow(Problem);
});

it('keeps private keys so that only whoever has the secret can use them, and lets the secret be changed', async () => {
  const keys = await replica();
  const rows = await database.db.query<{ sealed_private: Buffer; public_key: object }>('SELECT * FROM signing_keys');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.sealed_private.toString('latin1')).not.toContain('"d"');
  expect(JSON.stringify(keys.published())).not.toContain('"d"');
  expect(keys.published().keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' });

  await expect(replica([encryptionKey()])).rejects.toMatchObject({ code: 'KEY_NOT_READABLE' });
  const both = await replica([encryptionKey(), key]);
  expect(both.current().kid).toBe(keys.current().kid);
});

it('is verified elsewhere by the keys that are served, new ones included', async () => {
  const service = await startService(database);
  const fetched: string[] = [];
  const gateway = createServer(async (request, response) => {
    fetched.push(request.url ?? '');
    const answer = await fetch(`${service.url}/.well-known/jwks.json`);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = gateway.address() as AddressInfo;
    const check = accessTokens(remoteKeys({ url: `http://127.0.0.1:${port}/keys`, cooldownMs: 0 }), terms);
    const { accessToken, userId } = await service.someone();
    for (let count = 0; count < 3; count++) {
      expect(await check(accessToken)).toMatchObject({ userId, roles: ['customer'] });
    }
    expect(fetched).toHaveLength(1);
  } finally {
    await service.stop();
    gateway.close();
    gateway.closeAllConnections();
  }
});
