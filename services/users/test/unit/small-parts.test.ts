import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { ConfigError } from '@spillway/chassis';
import fc from 'fast-check';
import { addressGroup, attemptKeys } from '../../src/attempts/keys';
import { readConfig } from '../../src/config';
import { seal, unseal } from '../../src/keys/seal';
import { line } from '../../src/passwords/line';
import * as opaque from '../../src/sessions/opaque-token';

describe('the line before the hashing', () => {
  it('lets so many in, so many wait, and refuses the rest at once', async () => {
    const inTurn = line('work', { atOnce: 2, waiting: 3 });
    let running = 0;
    let most = 0;
    const work = () =>
      inTurn(async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, work));
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(5).fill('fulfilled'), ...Array(3).fill('rejected')]);
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'OVERLOADED' } });
    expect(most).toBe(2);
    await expect(work()).resolves.toBeUndefined();
  });

  it('hands a place on when work fails', async () => {
    const inTurn = line('work', { atOnce: 1, waiting: 1 });
    const failing = inTurn(() => Promise.reject(new Error('broken')));
    await expect(Promise.allSettled([failing, inTurn(async () => 'done')])).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'fulfilled', value: 'done' },
    ]);
  });
});

describe('a refresh token', () => {
  it('is stored so that its successor can be read with it, and with nothing else', () => {
    const [token, other, successor] = [opaque.newToken(), opaque.newToken(), opaque.newToken()];
    expect(token).toMatch(new RegExp(opaque.tokenPattern));
    expect(opaque.unseal(opaque.seal(successor, token), token)).toBe(successor);
    expect(opaque.unseal(opaque.seal(successor, token), other)).not.toBe(successor);
  });
});

describe('a sealed key', () => {
  const key = randomBytes(32);

  it('opens with the key it was sealed with, under its name, unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (text, name, at) => {
        const sealed = seal([key], name, text);
        expect(unseal([randomBytes(32), key], name, sealed)).toBe(text);
        expect(unseal([randomBytes(32)], name, sealed)).toBeUndefined();
        expect(unseal([key], `${name}.`, sealed)).toBeUndefined();
        const changed = Buffer.from(sealed);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(unseal([key], name, changed)).toBeUndefined();
      }),
    );
  });
});

describe('what counts as one address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:ffff::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, group) => expect(addressGroup(address)).toBe(group));

  it('is known under a name that says nothing', () => {
    const keyOf = attemptKeys(randomBytes(32));
    expect(keyOf('account', 'a')).toHaveLength(32);
    expect(keyOf('account', 'a')).not.toEqual(keyOf('address', 'a'));
    expect(keyOf('account', 'a')).not.toEqual(attemptKeys(randomBytes(32))('account', 'a'));
  });
});

describe('the configuration', () => {
  const needed = {
    DATABASE_URL: 'postgres://users:secret@localhost/users',
    KAFKA_BROKERS: 'localhost:9092',
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
  };

  it('has the parameters of OWASP, a quarter of an hour, thirty days', () => {
    const config = readConfig(needed);
    expect(config.http.port).toBe(3005);
    expect(config.passwords).toMatchObject({ memoryKiB: 19_456, passes: 2, atOnce: 2 });
    expect(config.sessions).toEqual({ accessTokenMs: 900_000, sessionMs: 30 * 86_400_000, graceMs: 10_000 });
    expect(config.keys.trail).toBeGreaterThan(config.sessions.accessTokenMs);
  });

  it('never shows the keys', () => {
    const config = readConfig(needed);
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain(needed.ENCRYPTION_KEYS);
  });

  it.each(['', 'short', `${'A'.repeat(43)}=,short`, 'x'.repeat(44)])('refuses %j as keys', (keys) => {
    const wrong = () => readConfig({ ...needed, ENCRYPTION_KEYS: keys });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(/ENCRYPTION_KEYS/);
  });
});
