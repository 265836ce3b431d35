import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { toDecimal } from '@spillway/contracts';
import { type ProductOrder, type ProductSum, productOrders, topProducts } from '../projections/read';
import { AnsweredRange, answeredRange, FromTo, rangeOf } from './range';
import { Amount, Count, Currency } from './sums';

/** Every product of every day is a row: a quarter of them is what one request may add up. */
const maxDays = 92;

const Product = Type.Object({ productId: Type.String(), quantity: Count, revenue: Amount });
const Sort = Type.Unsafe<ProductOrder>({
  type: 'string',
  enum: [...productOrders],
  description: 'What the best are best in',
});

const answerOf = ({ productId, currency, quantity, revenue }: ProductSum) => ({
  productId,
  quantity,
  revenue: toDecimal(Number(revenue), currency),
});

export const products = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/stats/products',
    summary: 'The products most sold in orders placed in a range of days, confirmed and not cancelled, by currency',
    query: Type.Object({
      ...FromTo,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10 })),
      sort: Type.Optional({ ...Sort, default: 'revenue' }),
    }),
    answers: {
      200: Type.Object({
        ...AnsweredRange,
        currencies: Type.Array(Type.Object({ currency: Currency, products: Type.Array(Product) })),
      }),
      400: 'A query parameter is wrong',
    },
    async handle({ query: { limit = 10, sort = 'revenue', ...asked } }) {
      const range = rangeOf(asked, 'day', maxDays);
      const sums = await topProducts(db, range, sort, limit);
      const currencies = [...Map.groupBy(sums, ({ currency }) => currency)].map(([currency, own]) => ({
        currency,
        products: own.map(answerOf),
      }));
      return { status: 200, body: { ...answeredRange(range), currencies } };
    },
  });
