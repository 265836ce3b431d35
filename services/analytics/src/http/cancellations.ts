import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { readFigures } from '../projections/read';
import { AnsweredRange, answeredRange, By, FromTo, rangeOf } from './range';
import { Amount, amountOf, Count, Currency, countOf, currenciesOf } from './sums';

const Reason = Type.Object({
  reason: Type.String(),
  orders: Count,
  amounts: Type.Array(Type.Object({ currency: Currency, amount: Amount })),
});

export const cancellations = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/cancellations',
    summary: 'Why orders placed in a range were cancelled, the most frequent reason first',
    query: Type.Object({ ...FromTo, by: Type.Optional({ ...By, default: 'day' }) }),
    answers: {
      200: Type.Object({ ...AnsweredRange, cancelled: Count, reasons: Type.Array(Reason) }),
      400: 'A query parameter is wrong',
    },
    async handle({ query: { by = 'day', ...asked } }) {
      const range = rangeOf(asked, by);
      const figures = await readFigures(db, range, ['cancelled']);
      const reasons = [...Map.groupBy(figures, ({ key }) => key)].map(([reason, own]) => ({
        reason,
        orders: countOf(own, 'cancelled'),
        amounts: currenciesOf(own).map((currency) => ({ currency, amount: amountOf(own, 'cancelled', currency) })),
      }));
      reasons.sort((a, b) => b.orders - a.orders || (a.reason < b.reason ? -1 : 1));
      return { status: 200, body: { ...answeredRange(range), cancelled: countOf(figures, 'cancelled'), reasons } };
    },
  });
