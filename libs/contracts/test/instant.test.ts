import fc from 'fast-check';
import { instant } from '../src/schema/instant';
import { moment } from './arbitrary';

describe('a moment', () => {
  it('that we wrote stays as it is', () => {
    fc.assert(fc.property(moment, (iso) => instant(iso) === iso));
  });

  it('is, in whatever form, one that Date gives back', () => {
    const digits = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    const year = fc.constantFrom('0000', '0001', '1900', '2024', '2026', '9999');
    const zone = fc.constantFrom('Z', '+00:00', '-23:59', '+14:00', '');
    const form = fc.tuple(
      year,
      digits(13),
      digits(32),
      digits(25),
      digits(61),
      digits(61),
      fc.constantFrom('', '.1', '.123', '.123456789'),
      zone,
    );
    fc.assert(
      fc.property(form, ([y, mo, d, h, mi, s, fraction, z]) => {
        const iso = instant(`${y}-${mo}-${d}T${h}:${mi}:${s}${fraction}${z}`);
        if (iso !== undefined) expect(new Date(iso).toISOString()).toBe(iso);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['2026-11-20T10:30:00+01:00', '2026-11-20T09:30:00.000Z'],
    ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
    ['2026-02-29T00:00:00.000Z', undefined],
    ['2026-04-31T00:00:00.000Z', undefined],
    ['2026-12-31T23:59:60Z', undefined],
    ['0000-01-01T00:00:00.000Z', undefined],
    ['0001-01-01T00:00:00+01:00', undefined],
    ['9999-12-31T23:59:59-01:00', undefined],
    ['2026-11-20 10:30:00Z', undefined],
    ['2026-11-20T10:30:00', undefined],
  ])('%s is %s', (value, iso) => expect(instant(value)).toBe(iso));
});
