import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { readFigures } from '../projections/read';
import { AnsweredRange, answeredRange, By, FromTo, rangeOf } from './range';
import { Count, countOf } from './sums';

export const funnel = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/funnel',
    summary: 'How many of the orders placed in a range were confirmed, shipped and delivered',
    query: Type.Object({ ...FromTo, by: Type.Optional({ ...By, default: 'day' }) }),
    answers: {
      200: Type.Object({
        ...AnsweredRange,
        created: Count,
        confirmed: Count,
        shipped: Count,
        delivered: Count,
        cancelled: Count,
      }),
      400: 'A query parameter is wrong',
    },
    async handle({ query: { by = 'day', ...asked } }) {
      const range = rangeOf(asked, by);
      const figures = await readFigures(db, range, ['placed', 'confirmed', 'shipped', 'delivered', 'cancelled']);
      const body = {
        ...answeredRange(range),
        created: countOf(figures, 'placed'),
        confirmed: countOf(figures, 'confirmed'),
        shipped: countOf(figures, 'shipped'),
        delivered: countOf(figures, 'delivered'),
        cancelled: countOf(figures, 'cancelled'),
      };
      return { status: 200, body };
    },
  });
