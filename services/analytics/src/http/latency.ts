import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { errorBound, percentiles } from '../domain/latency';
import { type Figure, readFigures } from '../projections/read';
import { AnsweredRange, answeredRange, bucketsOf, FromTo, rangeOf } from './range';
import { byBucket, Count } from './sums';

/** A year of histograms is what one request may add up. */
const maxDays = 366;
const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

const Milliseconds = Type.Number({ description: 'Milliseconds' });
const Percentiles = Type.Object(
  { orders: Count, ...Object.fromEntries(Object.keys(shares).map((name) => [name, Type.Optional(Milliseconds)])) },
  { description: 'Absent where there are no orders' },
);
const Durations = { confirmed: Percentiles, mailed: Percentiles };

const oneDecimal = (ms: number) => Math.round(ms * 10) / 10;

function percentilesOf(figures: readonly Figure[], measure: Figure['measure']) {
  const own = figures.filter((figure) => figure.measure === measure);
  const histogram = own.map(({ key, count }) => ({ bucket: Number(key), count }));
  const found = percentiles(histogram, Object.values(shares));
  const named = Object.keys(shares).flatMap((name, index) => {
    const ms = found[index];
    return ms === undefined ? [] : [[name, oneDecimal(ms)]];
  });
  return { orders: own.reduce((sum, { count }) => sum + count, 0), ...Object.fromEntries(named) };
}

const durationsOf = (figures: readonly Figure[]) => ({
  confirmed: percentilesOf(figures, 'until-confirmed'),
  mailed: percentilesOf(figures, 'until-mailed'),
});

export const latency = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/latency',
    summary:
      'How long after its creation an order was confirmed, and the mail about that sent: percentiles by day and over all',
    query: Type.Object(FromTo),
    answers: {
      200: Type.Object({
        ...AnsweredRange,
        errorBound: Type.Number({ description: 'A figure is off by no more than this share of itself' }),
        ...Durations,
        days: Type.Array(Type.Object({ at: AnsweredRange.from, ...Durations })),
      }),
      400: 'A query parameter is wrong',
    },
    async handle({ query }) {
      const range = rangeOf(query, 'day', maxDays);
      const figures = await readFigures(db, range, ['until-confirmed', 'until-mailed']);
      const grouped = byBucket(figures);
      const days = bucketsOf(range).flatMap((at) => {
        const own = grouped.get(at.getTime());
        return own ? [{ at: at.toISOString(), ...durationsOf(own) }] : [];
      });
      return { status: 200, body: { ...answeredRange(range), errorBound, ...durationsOf(figures), days } };
    },
  });
