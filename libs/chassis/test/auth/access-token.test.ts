import { createHmac } from 'node:crypto';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { accessTokens, bearerAuthentication, requireRole } from '../../src/auth';

const terms = { issuer: 'urn:spillway:users', audience: 'urn:spillway:api' };
const now = () => Math.floor(Date.now() / 1_000);
const claims = () => ({
  iss: terms.issuer,
  aud: terms.audience,
  sub: 'ada',
  sid: 'session',
  jti: 'token',
  roles: ['customer'],
  iat: now(),
  exp: now() + 900,
});

async function keyPair(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, publicKey, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

type Pair = Awaited<ReturnType<typeof keyPair>>;
let ours: Pair;
let theirs: Pair;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([keyPair('ours'), keyPair('ours')]);
});

const verify = (token: string) => accessTokens(createLocalJWKSet({ keys: [ours.jwk] }), terms)(token);

const sign = (payload: JWTPayload = claims(), { pair = ours, header = {} } = {}) =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: pair.kid, ...header })
    .sign(pair.privateKey);

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const without = (claim: keyof ReturnType<typeof claims>): JWTPayload => ({ ...claims(), [claim]: undefined });

it('says who acts', async () => {
  expect(await verify(await sign())).toEqual({
    userId: 'ada',
    roles: ['customer'],
    sessionId: 'session',
    tokenId: 'token',
  });
});

it('forgives clocks that differ by a few seconds, and no more', async () => {
  await expect(verify(await sign({ ...claims(), exp: now() - 3 }))).resolves.toBeDefined();
  await expect(verify(await sign({ ...claims(), exp: now() - 10 }))).rejects.toMatchObject({
    status: 401,
    code: 'token-expired',
  });
});

const refused: [string, () => Promise<string> | string][] = [
  ['no signature (alg none)', () => `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded(claims())}.`],
  [
    'none with a signature',
    async () =>
      `${encoded({ alg: 'None', typ: 'at+jwt', kid: 'ours' })}.${(await sign()).split('.').slice(1).join('.')}`,
  ],
  [
    'an HMAC made with the public key',
    async () => {
      const input = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: 'ours' })}.${encoded(claims())}`;
      const key = await exportSPKI(ours.publicKey);
      return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
    },
  ],
  ['another key of the same id', () => sign(claims(), { pair: theirs })],
  ['a key that it brings along', () => sign(claims(), { pair: theirs, header: { jwk: theirs.jwk, kid: undefined } })],
  ['a key that is not known', () => sign(claims(), { header: { kid: 'unknown' } })],
  ['another audience', () => sign({ ...claims(), aud: 'urn:other:api' })],
  ['no audience', () => sign(without('aud'))],
  ['another issuer', () => sign({ ...claims(), iss: 'urn:other:users' })],
  ['another type of token', () => sign(claims(), { header: { typ: 'JWT' } })],
  ['no type of token', () => sign(claims(), { header: { typ: undefined } })],
  ['no end', () => sign(without('exp'))],
  ['no session', () => sign(without('sid'))],
  ['no subject', () => sign(without('sub'))],
  ['roles that are none', () => sign({ ...claims(), roles: 'admin' })],
  ['a beginning that is yet to come', () => sign({ ...claims(), nbf: now() + 60 })],
  [
    'claims that were changed',
    async () => {
      const [header, , signature] = (await sign()).split('.');
      return `${header}.${encoded({ ...claims(), roles: ['admin'] })}.${signature}`;
    },
  ],
  ['what is no token', () => 'a.b.c'],
];

it.each(refused)('refuses %s, and does not say why', async (_what, token) => {
  const failure = await verify(await token()).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    status: 401,
    code: 'invalid-token',
    message: 'The access token is not valid.',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
});

it('takes a key source that fails for what it is, not for a wrong token', async () => {
  const broken = accessTokens(() => Promise.reject(new Error('away')), terms);
  await expect(broken(await sign())).rejects.toThrow('away');
});

describe('the header', () => {
  const authenticate = bearerAuthentication(verify);

  it('carries the token, in whatever case its scheme is written', async () => {
    expect(await authenticate({ authorization: `bearer ${await sign()}` })).toMatchObject({ userId: 'ada' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer a.b', 'Basic YTpi', 'Bearer a.b.c d', 'Token a.b.c'])(
    'refuses %j',
    async (authorization) => {
      await expect(authenticate({ authorization })).rejects.toMatchObject({
        status: 401,
        code: 'authentication-required',
        headers: { 'www-authenticate': 'Bearer' },
      });
    },
  );
});

it('lets only those with the role through', async () => {
  const caller = await verify(await sign());
  expect(() => requireRole(caller, 'customer')).not.toThrow();
  expect(() => requireRole(caller, 'admin')).toThrow(expect.objectContaining({ status: 403, code: 'forbidden' }));
});
