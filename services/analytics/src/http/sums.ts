import { Type } from '@sinclair/typebox';
import { toDecimal } from '@spillway/contracts';
import type { Measure } from '../domain/figures';
import type { Figure } from '../projections/read';

export const Amount = Type.Number({ description: 'Decimal, in the currency’s major unit' });
export const Currency = Type.String({ description: 'ISO 4217' });
export const Count = Type.Integer();

/** How many there are in one measure. */
export const countOf = (figures: readonly Figure[], measure: Measure): number =>
  figures.filter((figure) => figure.measure === measure).reduce((sum, { count }) => sum + count, 0);

/** What they come to in one currency, as a decimal. Summed as integers, divided once. */
export function amountOf(figures: readonly Figure[], measure: Measure, currency: string): number {
  const minor = figures
    .filter((figure) => figure.measure === measure && figure.currency === currency)
    .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return toDecimal(Number(minor), currency);
}

export const currenciesOf = (figures: readonly Figure[]): string[] =>
  [...new Set(figures.map(({ currency }) => currency))].sort();

/** Figures by the beginning of their bucket. */
export const byBucket = (figures: readonly Figure[]): Map<number, Figure[]> =>
  Map.groupBy(figures, ({ bucket }) => bucket.getTime());
