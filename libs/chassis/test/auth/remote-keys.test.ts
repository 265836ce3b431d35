import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type RemoteKeysOptions, remoteKeys } from '../../src/auth';
import { eventually } from '../../src/testing';

let server: Server;
let fetched = 0;
/** What the server answers; nothing: it breaks the connection. */
let published: JWK[] | 'garbage' | 'broken' = [];
let time = 0;

const header = (kid: string) => ({ alg: 'ES256', kid });
const token = { payload: '', signature: '' };

async function newKey(kid: string): Promise<JWK> {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    fetched++;
    if (published === 'broken') request.socket.destroy();
    else if (published === 'garbage') response.writeHead(200).end('{"keys": 1}');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  fetched = 0;
  time = 0;
  published = [await newKey('one')];
});

function keys(options: Partial<RemoteKeysOptions> = {}) {
  const { port } = server.address() as AddressInfo;
  const times = { maxAgeMs: 1_000, staleMs: 10_000, cooldownMs: 100 };
  const find = remoteKeys({ url: `http://127.0.0.1:${port}/`, ...times, now: () => time, ...options });
  return async (kid: string) => find(header(kid), token);
}

it('asks once, however many want to know at once, and keeps the answer', async () => {
  const find = keys();
  await Promise.all(Array.from({ length: 50 }, () => find('one')));
  await find('one');
  expect(fetched).toBe(1);
});

it('finds a key that was published since, at once', async () => {
  const find = keys();
  await find('one');
  published = [await newKey('one'), await newKey('two')];
  time += 101;
  await expect(find('two')).resolves.toBeDefined();
  expect(fetched).toBe(2);
});

it('does not let made-up key ids become requests', async () => {
  const find = keys();
  await find('one');
  time += 101;
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => find(`made up ${index}`)));
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(fetched).toBe(2);
  await expect(find('another')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect(fetched).toBe(2);
});

it('forgets a key that is published no more, once the answer has grown old', async () => {
  const find = keys();
  await find('one');
  published = [await newKey('two')];
  time += 1_001;
  await find('one'); // with what is known, while it asks
  await eventually(async () => (await find('one').catch((error: Error) => error)) instanceof Error);
  await expect(find('two')).resolves.toBeDefined();
});

it.each(['broken', 'garbage'] as const)(
  'goes on with what it knows while the answer is %s, but not for ever',
  async (state) => {
    const find = keys();
    await find('one');
    published = state;
    for (time = 1_001; time <= 10_000; time += 1_000) await expect(find('one')).resolves.toBeDefined();
    time = 10_001;
    await expect(find('one')).rejects.toMatchObject({ code: 'TRANSIENT' });
    published = [await newKey('one')];
    await expect(find('one')).resolves.toBeDefined();
  },
);

it.each(['broken', 'garbage'] as const)(
  'fails as what is only away where nothing was ever known: %s',
  async (state) => {
    published = state;
    const find = keys();
    await expect(find('one')).rejects.toMatchObject({ code: 'TRANSIENT' });
    published = [await newKey('one')];
    await expect(find('one')).resolves.toBeDefined();
  },
);
