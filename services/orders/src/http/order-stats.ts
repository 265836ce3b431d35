import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { toDecimal } from '@spillway/contracts';
import { statuses } from '../domain/status';
import { ordersPerMinute, statsByStatus } from '../stats/read';
import { Amount, Currency, Moment } from './order-answer';

const Status = Type.Object({
  count: Type.Integer(),
  revenue: Type.Array(Type.Object({ currency: Currency, amount: Amount })),
});

const Stats = Type.Object(
  {
    count: Type.Integer({ description: 'Of all orders that are not deleted' }),
    byStatus: Type.Object(Object.fromEntries(statuses.map((status) => [status, Status]))),
    perMinute: Type.Array(Type.Object({ minute: Moment, count: Type.Integer() })),
  },
  { description: 'Exact at the moment of asking. Deleted orders do not count.' },
);

export const orderStats = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/orders/stats',
    summary: 'How many orders and how much revenue by status, and how many orders a minute',
    query: Type.Object({
      minutes: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1440, default: 60, description: 'How many of the last minutes to show' }),
      ),
    }),
    answers: { 200: Stats },
    async handle({ query: { minutes = 60 } }) {
      const [sums, perMinute] = await Promise.all([statsByStatus(db), ordersPerMinute(db, minutes)]);
      const byStatus = statuses.map((status) => {
        const own = sums.filter((sum) => sum.status === status);
        const revenue = own.map(({ currency, amount }) => ({ currency, amount: toDecimal(Number(amount), currency) }));
        return [status, { count: total(own.map(({ orders }) => orders)), revenue }];
      });
      const count = total(sums.map(({ orders }) => orders));
      return { status: 200, body: { count, byStatus: Object.fromEntries(byStatus), perMinute } };
    },
  });

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
