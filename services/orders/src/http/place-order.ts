import { Type } from '@sinclair/typebox';
import { Problem, type Route, route } from '@spillway/chassis';
import { OrderCreated, toDecimal } from '@spillway/contracts';
import { OrderBody } from '../domain/body';
import { canonical, InvalidOrder } from '../domain/canonical';
import type { NewOrder } from '../domain/order';
import { createdAtOf, newOrderId } from '../domain/order-id';
import { keyReused, type Placed, type Placing } from '../orders/place';
import { idempotencyOf } from './idempotency';
import { Amount, Currency, Moment, OrderId } from './order-answer';

const PlacedAnswer = Type.Object(
  {
    success: Type.Literal(true),
    orderId: OrderId,
    status: Type.Literal('pending'),
    totalAmount: Amount,
    currency: Currency,
    createdAt: Moment,
  },
  { description: 'The order is durable. The same Idempotency-Key and order get these same bytes again.' },
);

export const placeOrder = (place: (placing: Placing) => Promise<Placed | typeof keyReused>): Route =>
  route({
    method: 'post',
    path: '/orders',
    summary: 'Place an order; an Idempotency-Key header makes repeating safe',
    body: OrderBody,
    answers: { 201: PlacedAnswer, 422: 'The order is wrong, or its Idempotency-Key was used for another one' },
    async handle({ body, headers, id: correlationid, traceparent, tracestate }) {
      const order = accepted(body);
      const idempotency = idempotencyOf(headers['idempotency-key'], order);
      const orderId = newOrderId();
      const event = OrderCreated.create({
        subject: orderId,
        data: { orderId, ...order, items: [...order.items], createdAt: createdAtOf(orderId).toISOString() },
        correlationid,
        traceparent,
        tracestate,
      });
      const placed = await place(idempotency === undefined ? { event } : { event, idempotency });
      if (placed === keyReused) {
        throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for a different order.');
      }
      return { status: 201, headers: { location: `/orders/${placed.orderId}` }, body: placedAnswer(placed) };
    },
  });

function accepted(body: OrderBody): NewOrder {
  try {
    return canonical(body);
  } catch (error) {
    if (!(error instanceof InvalidOrder)) throw error;
    throw new Problem(422, error.code, error.message, { errors: error.errors, cause: error });
  }
}

const placedAnswer = ({ orderId, total: { amount, currency }, createdAt }: Placed) => ({
  success: true,
  orderId,
  status: 'pending',
  totalAmount: toDecimal(amount, currency),
  currency,
  createdAt,
});
