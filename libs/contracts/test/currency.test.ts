import fc from 'fast-check';
import { currencies, decimalsOf, limits, toDecimal } from '../src';

it.each([
  [1999, 'EUR', 19.99],
  [5, 'EUR', 0.05],
  [1999, 'JPY', 1999],
  [1999, 'KWD', 1.999],
  [1999, 'CLF', 0.1999],
  [0, 'EUR', 0],
  [limits.amount, 'EUR', 50_000_000_000_000],
])('shows %d minor units of %s as %d', (amount, currency, decimal) => {
  expect(toDecimal(amount, currency)).toBe(decimal);
});

/** The decimal point put in by moving text: no arithmetic that could be wrong in the same way. */
function written(amount: number, decimals: number): string {
  const digits = String(amount).padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  const shown = fraction.replace(/0+$/, '');
  return shown === '' ? whole : `${whole}.${shown}`;
}

it('prints every amount as the decimal it is, up to the largest an event can carry', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: limits.amount }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
      (amount, currency) => {
        expect(Number(written(amount, decimalsOf(currency) ?? 2))).toBe(toDecimal(amount, currency));
        const printed = JSON.stringify(toDecimal(amount, currency));
        if (!printed.includes('e')) expect(printed).toBe(written(amount, decimalsOf(currency) ?? 2));
      },
    ),
    { numRuns: 5_000 },
  );
});

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['BHD', 3],
    ['IQD', 3],
    ['HUF', 2],
    ['CLF', 4],
  ])('%s has %d decimals', (code, expected) => expect(decimalsOf(code)).toBe(expected));

  it.each(['ABC', 'eur', '', 'toString'])('%p is none', (code) => expect(decimalsOf(code)).toBeUndefined());

  it('each is listed once', () => expect(new Set(currencies()).size).toBe(currencies().length));

  it('all that Intl knows as money in use are there', () => {
    const withdrawn = ['HRK', 'SLL', 'ZWL', 'CUC', 'VEF', 'MRO', 'STD', 'BYR', 'LTL', 'ZMK'];
    const units = ['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX'];
    const unknown = Intl.supportedValuesOf('currency').filter((code) => decimalsOf(code) === undefined);
    expect(unknown.filter((code) => !withdrawn.includes(code) && !units.includes(code))).toEqual([]);
  });
});
