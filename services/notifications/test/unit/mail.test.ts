import { inspect } from 'node:util';
import fc from 'fast-check';
import { fallbackAddress } from '../../src/mail/address';
import { formatAmount } from '../../src/mail/amount';
import { mailer } from '../../src/mail/mailer';
import type { Mail, Transport } from '../../src/mail/transport';

describe('amounts', () => {
  it.each([
    [1050, 'EUR', '€10.50'],
    [0, 'EUR', '€0.00'],
    [5, 'USD', '$0.05'],
    [1050, 'JPY', '¥1,050'],
    [1234, 'KWD', 'KWD 1.234'],
    [5_000_000_000_000_001, 'EUR', '€50,000,000,000,000.01'],
  ])('%i minor units of %s are %s', (amount, currency, shown) => {
    expect(formatAmount({ amount, currency }).replace(/\s/g, ' ')).toBe(shown);
  });

  it('loses no cent of any amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000_000_000_000 }), (amount) => {
        expect(Number(formatAmount({ amount, currency: 'EUR' }).replace(/\D/g, ''))).toBe(amount);
      }),
    );
  });
});

describe('fallback addresses', () => {
  it('keep plain user ids readable', () => {
    expect(fallbackAddress('ada.lovelace_1', 'example.com')).toBe('ada.lovelace_1@example.com');
  });

  it('are safe for any user id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), (userId) => {
        expect(fallbackAddress(userId, 'example.com')).toMatch(/^[\w-]+(\.[\w-]+)*@example\.com$/);
        expect(fallbackAddress(userId, 'example.com').split('@')[0]?.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('are different for different users', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (one, other) => {
          fc.pre(one !== other);
          expect(fallbackAddress(one, 'x.test')).not.toBe(fallbackAddress(other, 'x.test'));
        },
      ),
    );
    expect(fallbackAddress('a b', 'x.test')).not.toBe(fallbackAddress('a-b', 'x.test'));
    expect(fallbackAddress('a/b', 'x.test')).not.toBe(fallbackAddress('a b', 'x.test'));
  });
});

const letter = {
  eventId: '0198c0de-0000-7000-8000-00000000000a',
  kind: 'order-confirmed',
  orderId: '0198c0de-0000-7000-8000-00000000000b',
  userId: 'ada',
  content: { subject: 's', text: 't', html: 'h' },
};

function failingWith(error: unknown): Transport {
  return { send: () => Promise.reject(error), close: async () => {} };
}

const reply = (fields: object) => Object.assign(new Error('reply'), fields);
const from = 'Shop <orders@shop.example>';

describe('handing over', () => {
  it('gives the same Message-ID for the same event and kind, in the domain of the sender', async () => {
    const sent: Mail[] = [];
    const send = async (mail: Mail) => void sent.push(mail);
    const deliver = mailer({ send, close: async () => {} }, { from, fallbackDomain: 'users.example' });
    await deliver(letter);
    await deliver(letter);
    await deliver({ ...letter, address: 'ada@example.com' });
    expect(sent.map(({ messageId }) => messageId)).toEqual(
      Array(3).fill(`<${letter.eventId}.order-confirmed@shop.example>`),
    );
    expect(sent.map(({ to }) => to)).toEqual(['ada@users.example', 'ada@users.example', 'ada@example.com']);
  });

  it('records a user nobody can write to', async () => {
    await expect(mailer(failingWith('unused'), { from })(letter)).resolves.toEqual({
      status: 'failed',
      reason: 'no-address',
    });
  });

  it.each([
    [
      'a recipient',
      { permanent: true, responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 no ada@x here' },
      'smtp 550 5.1.1',
    ],
    ['the content', { permanent: true, responseCode: 554, command: 'DATA', response: '554 spam' }, 'smtp 554'],
    ['an unusable address', { code: 'EENVELOPE', command: 'API' }, 'unusable-address'],
  ])('records that %s was refused for good, without the address', async (_what, fields, reason) => {
    const deliver = mailer(failingWith(reply(fields)), { from, fallbackDomain: 'x' });
    await expect(deliver(letter)).resolves.toEqual({ status: 'failed', reason });
  });

  it.each([
    ['unreachable', { code: 'ESOCKET' }],
    ['timing out', { code: 'ETIMEDOUT' }],
    ['asking for patience', { code: 'EENVELOPE', permanent: false, responseCode: 451, command: 'RCPT TO' }],
    ['closing', { code: 'ECONNECTION', responseCode: 421, permanent: false }],
    ['not knowing our password', { code: 'EAUTH', responseCode: 535, permanent: true, command: 'AUTH PLAIN' }],
    ['not taking our sender', { code: 'EENVELOPE', responseCode: 550, permanent: true, command: 'MAIL FROM' }],
  ])('waits for a server that is %s', async (_what, fields) => {
    const deliver = mailer(failingWith(reply(fields)), { from, fallbackDomain: 'x' });
    await expect(deliver(letter)).rejects.toMatchObject({ code: 'TRANSIENT' });
  });

  it('lets no address into errors, which are logged', async () => {
    const quoting = reply({ permanent: false, responseCode: 451, command: 'RCPT TO', response: '451 later, ada@x' });
    quoting.message = "Can't send mail - all recipients were rejected: 451 later, ada@x";
    const failure: unknown = await mailer(failingWith(quoting), { from, fallbackDomain: 'x' })(letter).catch((e) => e);
    expect(inspect(failure)).toContain('451');
    expect(inspect(failure)).not.toContain('ada@x');
  });
});
