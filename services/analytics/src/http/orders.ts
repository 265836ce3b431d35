import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { readFigures } from '../projections/read';
import { AnsweredRange, answeredRange, By, bucketsOf, FromTo, rangeOf } from './range';
import { byBucket, Count, countOf } from './sums';

const stages = ['placed', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;

const Stages = Object.fromEntries(stages.map((stage) => [stage, Count]));

export const orders = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/orders',
    summary: 'How many orders were placed in each minute, hour or day, and how far they have come since',
    query: Type.Object({ ...FromTo, by: Type.Optional({ ...By, default: 'hour' }) }),
    answers: {
      200: Type.Object({
        ...AnsweredRange,
        by: By,
        buckets: Type.Array(Type.Object({ at: AnsweredRange.from, ...Stages })),
      }),
      400: 'A query parameter is wrong',
    },
    async handle({ query: { by = 'hour', ...asked } }) {
      const range = rangeOf(asked, by);
      const figures = byBucket(await readFigures(db, range, stages));
      const buckets = bucketsOf(range).map((at) => {
        const own = figures.get(at.getTime()) ?? [];
        return { at: at.toISOString(), ...Object.fromEntries(stages.map((stage) => [stage, countOf(own, stage)])) };
      });
      return { status: 200, body: { ...answeredRange(range), by, buckets } };
    },
  });
