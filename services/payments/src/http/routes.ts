import { Type } from '@sinclair/typebox';
import { fromCursor, Problem, type Route, route, type Tx, toCursor } from '@spillway/chassis';
import { statuses } from '../domain/payment';
import { paymentOfOrder, paymentsPage } from '../payments/read';
import { PaymentAnswer, paymentAnswer } from './payment-answer';

const Page = Type.Object({ payments: Type.Array(PaymentAnswer), nextCursor: Type.Optional(Type.String()) });

export const paymentRoutes = (db: Tx): Route[] => [
  route({
    method: 'get',
    path: '/payments/:orderId',
    summary: 'The payment of an order',
    params: Type.Object({ orderId: Type.String({ format: 'uuid' }) }),
    answers: { 200: PaymentAnswer, 404: 'No payment for this order' },
    async handle({ params }) {
      const found = await paymentOfOrder(db, params.orderId);
      if (found === undefined)
        throw new Problem(404, 'PAYMENT_NOT_FOUND', `There is no payment for order ${params.orderId}`);
      return { status: 200, body: paymentAnswer(found) };
    },
  }),

  route({
    method: 'get',
    path: '/payments',
    summary: 'Payments, newest first, in pages',
    query: Type.Object({
      status: Type.Optional(Type.Unsafe<(typeof statuses)[number]>({ type: 'string', enum: [...statuses] })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      cursor: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    answers: { 200: Page, 400: 'A query parameter is wrong' },
    async handle({ query: { status, limit = 50, cursor } }) {
      const after = cursor === undefined ? undefined : fromCursor(cursor);
      // One more than asked for tells whether there is a next page.
      const found = await paymentsPage(db, { status, limit: limit + 1, after });
      const payments = found.slice(0, limit);
      const last = found.length > limit ? payments.at(-1) : undefined;
      return {
        status: 200,
        body: {
          payments: payments.map(paymentAnswer),
          ...(last !== undefined && { nextCursor: toCursor(last.payment.id) }),
        },
      };
    },
  }),
];
