/**
 * Amounts are integer minor units inside (1999) and decimal numbers at the HTTP edge (19.99).
 *
 * Exact without decimal arithmetic: JSON.parse has made of the client's text the double nearest to it. The quotient of
 * two integers is the double nearest to the true quotient. So `minor / scale === decimal` holds exactly when the client
 * wrote that amount, and 0.1 + 0.2 = 0.30000000000000004 is seen to be no amount of cents.
 */
const scales = [1, 10, 100, 1_000, 10_000] as const;

const scaleOf = (decimals: number): number => scales[decimals] ?? 10 ** decimals;

/** Up to here no two amounts share a double, whatever the number of decimals in use. */
const largestExact = 5_000_000_000_000_000;

/** The minor units of a decimal; undefined when it has more decimals than the currency or is too large to be exact. */
export function toMinor(decimal: number, decimals: number): number | undefined {
  const scale = scaleOf(decimals);
  const near = Math.round(decimal * scale) + 0; // + 0 makes -0 a 0
  if (!(Math.abs(near) <= largestExact)) return undefined;
  if (near / scale === decimal) return near;
  // Above 2^51 the product itself may be rounded to the neighbour.
  if ((near - 1) / scale === decimal) return near - 1;
  if ((near + 1) / scale === decimal) return near + 1;
  return undefined;
}

/** The sum of price times quantity; undefined when it cannot be represented exactly. */
export function sumOf(lines: readonly { readonly unitPrice: number; readonly quantity: number }[]): number | undefined {
  let sum = 0;
  for (const { unitPrice, quantity } of lines) {
    const line = unitPrice * quantity;
    sum += line;
    if (!Number.isSafeInteger(line) || !Number.isSafeInteger(sum)) return undefined;
  }
  return sum;
}
