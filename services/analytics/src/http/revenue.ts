import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { type Figure, readFigures } from '../projections/read';
import { AnsweredRange, answeredRange, By, bucketsOf, FromTo, rangeOf } from './range';
import { Amount, amountOf, byBucket, Currency, currenciesOf } from './sums';

const sums = ['placed', 'cancelled', 'sold', 'captured', 'refunded'] as const;

const Amounts = Type.Object(
  { currency: Currency, ...Object.fromEntries(sums.map((sum) => [sum, Amount])) },
  { description: 'sold: of orders confirmed and not cancelled. captured, refunded: the money that moved' },
);

const amountsOf = (figures: readonly Figure[]) =>
  currenciesOf(figures).map((currency) => ({
    currency,
    ...Object.fromEntries(sums.map((sum) => [sum, amountOf(figures, sum, currency)])),
  }));

export const revenue = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/revenue',
    summary: 'What the orders placed in each minute, hour or day come to, by currency',
    query: Type.Object({ ...FromTo, by: Type.Optional({ ...By, default: 'hour' }) }),
    answers: {
      200: Type.Object({
        ...AnsweredRange,
        by: By,
        total: Type.Array(Amounts),
        buckets: Type.Array(Type.Object({ at: AnsweredRange.from, amounts: Type.Array(Amounts) })),
      }),
      400: 'A query parameter is wrong',
    },
    async handle({ query: { by = 'hour', ...asked } }) {
      const range = rangeOf(asked, by);
      const figures = await readFigures(db, range, sums);
      const grouped = byBucket(figures);
      const buckets = bucketsOf(range).map((at) => ({
        at: at.toISOString(),
        amounts: amountsOf(grouped.get(at.getTime()) ?? []),
      }));
      return { status: 200, body: { ...answeredRange(range), by, total: amountsOf(figures), buckets } };
    },
  });
