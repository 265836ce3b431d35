import { Type } from '@sinclair/typebox';
import { Problem, type Route, route, type Tx } from '@spillway/chassis';
import { statuses } from '../domain/reservation';
import { findReservation } from '../reservations/store';
import { ProductId } from './fields';

const OrderId = Type.String({ format: 'uuid' });

const ReservationAnswer = Type.Object({
  orderId: OrderId,
  status: Type.Unsafe<(typeof statuses)[number]>({ type: 'string', enum: [...statuses] }),
  items: Type.Array(Type.Object({ productId: ProductId, quantity: Type.Integer() })),
});

export const getReservation = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/reservations/:orderId',
    summary: 'What has become of the goods of an order',
    params: Type.Object({ orderId: OrderId }),
    answers: { 200: ReservationAnswer, 404: 'Nothing is known of this order' },
    async handle({ params: { orderId } }) {
      const found = await findReservation(db, orderId);
      if (found === undefined) {
        throw new Problem(404, 'RESERVATION_NOT_FOUND', `Nothing is known of order ${orderId}.`);
      }
      return { status: 200, body: found };
    },
  });
