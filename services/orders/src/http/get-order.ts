import { Type } from '@sinclair/typebox';
import { etagOf, isKnown, type Route, route, type Tx } from '@spillway/chassis';
import { findOrder } from '../orders/read';
import { OrderAnswer, OrderId, orderAnswer } from './order-answer';
import { orderNotFound } from './problems';

export const getOrder = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/orders/:id',
    summary: 'One order; its version is the ETag',
    params: Type.Object({ id: OrderId }),
    answers: { 200: OrderAnswer, 304: 'If-None-Match names the present version', 404: 'No such order' },
    async handle({ params, headers }) {
      const order = await findOrder(db, params.id);
      if (order === undefined) throw orderNotFound(params.id);
      const etag = etagOf(order.version);
      if (isKnown(headers['if-none-match'], order.version)) return { status: 304, headers: { etag } };
      return { status: 200, headers: { etag }, body: orderAnswer(order) };
    },
  });
