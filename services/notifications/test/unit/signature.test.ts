import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { newSecret, secretPattern, signed } from '../../src/webhooks/signature';

it('is accepted by the official library, whatever the body', () => {
  const secret = newSecret();
  fc.assert(
    fc.property(fc.json(), fc.uuid(), (body, id) => {
      expect(new Webhook(secret).verify(body, signed(secret, id, new Date(), body))).toEqual(JSON.parse(body));
    }),
  );
});

it('is refused after any change, with another secret, and when it is old', () => {
  const secret = newSecret();
  const headers = signed(secret, 'id', new Date(), '{"a":1}');
  expect(() => new Webhook(secret).verify('{"a":2}', headers)).toThrow();
  expect(() => new Webhook(newSecret()).verify('{"a":1}', headers)).toThrow();
  expect(() => new Webhook(secret).verify('{"a":1}', { ...headers, 'webhook-id': 'other' })).toThrow();
  const old = signed(secret, 'id', new Date(Date.now() - 10 * 60_000), '{"a":1}');
  expect(() => new Webhook(secret).verify('{"a":1}', old)).toThrow();
});

it('takes secrets of 24 to 64 bytes and no others', () => {
  const pattern = new RegExp(secretPattern);
  const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
  expect([24, 25, 26, 32, 63, 64].map(secretOf).filter((secret) => !pattern.test(secret))).toEqual([]);
  const wrong = [secretOf(16), secretOf(23), secretOf(66), secretOf(32).slice(6), `${secretOf(32)}=`, 'whsec_!', ''];
  expect(wrong.filter((secret) => pattern.test(secret))).toEqual([]);
  expect(newSecret()).toMatch(pattern);
});
