import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';
import { limits, toDecimal } from '@spillway/contracts';
import { quote } from '../catalogue/quote';
import { Currency, Name, Price, ProductId } from './fields';
import { acceptable } from './problems';

const Quantity = Type.Integer({ minimum: 1, maximum: limits.quantity });

const QuoteAnswer = Type.Object({
  items: Type.Array(Type.Object({ productId: ProductId, name: Name, price: Price, quantity: Quantity })),
  totalAmount: Type.Number({ description: 'Decimal, in the currency’s major unit' }),
  currency: Currency,
});

export const quotes = (db: Tx): Route =>
  route({
    method: 'post',
    path: '/quotes',
    summary: 'What quantities of products cost now, all in one currency; nothing is put aside',
    body: Type.Object({
      items: Type.Array(Type.Object({ productId: ProductId, quantity: Quantity }), { minItems: 1, maxItems: 100 }),
    }),
    answers: { 200: QuoteAnswer, 422: 'A product is unknown, retired, or sold in another currency' },
    async handle({ body }) {
      const { items, total } = await acceptable(() => quote(db, body.items));
      const { amount, currency } = total;
      const shown = items.map(({ unitPrice, ...item }) => ({ ...item, price: toDecimal(unitPrice, currency) }));
      return { status: 200, body: { items: shown, totalAmount: toDecimal(amount, currency), currency } };
    },
  });
