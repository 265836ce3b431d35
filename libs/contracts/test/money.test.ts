import fc from 'fast-check';
import { sumOf, toMinor } from '../src';

const decimals = fc.constantFrom(0, 2, 3, 4);
const amount = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 5_000_000_000_000_000 }));

/** What a client types: the digits, with a point put in. */
function typed(minor: number, places: number): string {
  const digits = String(minor).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

it.each([
  [19.99, 2, 1999],
  [0.07, 2, 7],
  [1.1, 2, 110],
  [4.35, 2, 435], // 4.35 * 100 is 434.99999999999994
  [1.005, 3, 1005],
  [100, 0, 100],
  [0, 2, 0],
  [-0, 2, 0],
  [1e-4, 4, 1],
])('reads %d with %d decimals as %d', (decimal, places, minor) => expect(toMinor(decimal, places)).toBe(minor));

it.each([
  [0.1 + 0.2, 2],
  [19.999, 2],
  [0.5, 0],
  [1e-7, 4],
  [1e300, 2],
  [Number.NaN, 2],
  [Number.POSITIVE_INFINITY, 2],
  [80_000_000_000_000, 2], // here doubles are further apart than cents
])('refuses %d with %d decimals', (decimal, places) => expect(toMinor(decimal, places)).toBeUndefined());

it('reads exactly what was typed', () => {
  fc.assert(
    fc.property(amount, decimals, (minor, places) => {
      const decimal = JSON.parse(typed(minor, places)) as number;
      expect(toMinor(decimal, places)).toBe(minor);
    }),
    { numRuns: 5_000 },
  );
});

it('refuses one decimal too many, unless it is a zero', () => {
  const ordinary = fc.integer({ min: 0, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(ordinary, decimals, fc.integer({ min: 0, max: 9 }), (minor, places, digit) => {
      const decimal = JSON.parse(typed(minor * 10 + digit, places + 1)) as number;
      expect(toMinor(decimal, places)).toBe(digit === 0 ? minor : undefined);
    }),
    { numRuns: 5_000 },
  );
});

it('sums as whole numbers do, or not at all', () => {
  const line = fc.record({
    unitPrice: fc.integer({ min: 0, max: 1_000_000_000_000 }),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 100 }), (lines) => {
      const exact = lines.reduce((sum, { unitPrice, quantity }) => sum + BigInt(unitPrice) * BigInt(quantity), 0n);
      const sum = sumOf(lines);
      if (sum === undefined) expect(exact).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
      else expect(BigInt(sum)).toBe(exact);
    }),
  );
});
