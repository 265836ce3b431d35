import { Type } from '@sinclair/typebox';
import { fromCursor, Identifier, Problem, type Route, route, type Tx, toCursor } from '@spillway/chassis';
import { listOrders } from '../orders/list';
import { Moment, OrderAnswer, orderAnswer, StatusWord } from './order-answer';

const Page = Type.Object({
  orders: Type.Array(OrderAnswer),
  nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page' })),
});

export const listOrdersRoute = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/orders',
    summary: 'Orders, newest first, in pages',
    query: Type.Object({
      userId: Type.Optional(Identifier),
      status: Type.Optional(StatusWord),
      from: Type.Optional({ ...Moment, description: 'Created at or after' }),
      to: Type.Optional({ ...Moment, description: 'Created before' }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      cursor: Type.Optional(Type.String({ maxLength: 64, description: 'The nextCursor of the page before' })),
    }),
    answers: { 200: Page, 400: 'A query parameter is wrong' },
    async handle({ query: { userId, status, from, to, limit = 50, cursor } }) {
      const filter = {
        userId,
        status,
        from: momentOf('from', from),
        to: momentOf('to', to),
        after: cursor === undefined ? undefined : fromCursor(cursor),
      };
      const found = await listOrders(db, filter, limit + 1); // one more tells whether there is a next page
      const orders = found.slice(0, limit);
      const last = found.length > limit ? orders.at(-1) : undefined;
      return {
        status: 200,
        body: { orders: orders.map(orderAnswer), ...(last && { nextCursor: toCursor(last.id) }) },
      };
    },
  });

function momentOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  // A leap second has the form of a moment and is none to Date.
  if (Number.isNaN(moment.getTime())) throw new Problem(400, 'INVALID_MOMENT', `${name} is no moment: ${text}`);
  return moment;
}
