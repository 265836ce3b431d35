import fc from 'fast-check';
import { normalEmail } from '../../src/domain/email';

it.each([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada.Lovelace+Shop@EXAMPLE.com\t', 'ada.lovelace+shop@example.com'],
  ["o'brien@example.ie", "o'brien@example.ie"],
  ['JOSÉ@example.com', 'jose\u0301@example.com'.normalize('NFC')],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
  ['\u212Aelvin@example.com', 'kelvin@example.com'],
])('writes %j as %j', (text, normal) => expect(normalEmail(text)).toBe(normal));

it.each([
  '',
  'ada',
  '@example.com',
  'ada@',
  'ada@localhost',
  'ada@-a.com',
  'ada@a..com',
  'a b@example.com',
  'ada@example.com\r\nBcc: all@example.com',
  'ada\u0000@example.com',
  'ada@exam\u0000ple.com',
  'ada\ud800@example.com',
  'a@b@example.com',
  'ada,bob@example.com',
  'Ada <ada@example.com>',
  '"ada"@example.com',
  'ada@[127.0.0.1]',
  `${'a'.repeat(65)}@example.com`,
  `${'ä'.repeat(33)}@example.com`,
  `ada@${'a.'.repeat(130)}com`,
])('takes %j for no address', (text) => expect(normalEmail(text)).toBeUndefined());

const spelling = fc.record({
  upper: fc.boolean(),
  before: fc.constantFrom('', ' ', '\t'),
  after: fc.constantFrom('', ' \n'),
});
const local = fc.stringMatching(/^[a-z0-9äöéßıñж+._'-]{1,20}$/);

it('is the same however it is spelled, and stays as it is', () => {
  fc.assert(
    fc.property(local, spelling, fc.constantFrom('NFC', 'NFD'), (name, { upper, before, after }, form) => {
      const email = normalEmail(`${name}@example.com`);
      fc.pre(email !== undefined);
      const written = `${name}@example.com`.normalize(form);
      // Where upper case is another letter for good (ß becomes SS, ı becomes I), it is another address.
      const shouted = written.toUpperCase().toLowerCase().normalize('NFC') === written.toLowerCase().normalize('NFC');
      expect(normalEmail(before + (upper && shouted ? written.toUpperCase() : written) + after)).toBe(email);
      expect(normalEmail(email ?? '')).toBe(email);
    }),
  );
});

it('gives what it gave before, or nothing, for whatever text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
      const once = normalEmail(text);
      if (once !== undefined) expect(normalEmail(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});
