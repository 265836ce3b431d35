import { Type } from '@sinclair/typebox';
import { history, type Route, route, type Tx } from '@spillway/chassis';
import { findOrder } from '../orders/read';
import { Moment, OrderId } from './order-answer';
import { orderNotFound } from './problems';

const History = Type.Object({
  orderId: OrderId,
  events: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      time: Moment,
      correlationid: Type.String(),
      causationid: Type.Optional(Type.String({ description: 'The event that caused this one' })),
      data: Type.Unknown({ description: 'As it was published; money in minor units' }),
    }),
  ),
});

export const orderHistory = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/orders/:id/history',
    summary: 'The events of an order, oldest first',
    params: Type.Object({ id: OrderId }),
    answers: { 200: History, 404: 'No such order' },
    async handle({ params }) {
      const order = await findOrder(db, params.id);
      if (order === undefined) throw orderNotFound(params.id);
      const events = (await history(db, order.id)).map(({ id, type, time, correlationid, causationid, data }) => ({
        id,
        type,
        time,
        correlationid,
        ...(causationid !== undefined && { causationid }),
        data,
      }));
      return { status: 200, body: { orderId: order.id, events } };
    },
  });
