import { Type } from '@sinclair/typebox';
import { idempotencyKey, Problem, type Route, route } from '@spillway/chassis';
import { toDecimal } from '@spillway/contracts';
import { OrderBody } from '../domain/body';
import { canonical, InvalidOrder } from '../domain/canonical';
import type { NewOrder } from '../domain/order';
import type { Accept } from '../orders/accept';
import type { Placed } from '../orders/place';
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

export const placeOrder = (accept: Accept): Route =>
  route({
    method: 'post',
    path: '/orders',
    summary: 'Place an order; an Idempotency-Key header makes repeating safe',
    body: OrderBody,
    answers: { 201: PlacedAnswer, 422: 'The order is wrong, or its Idempotency-Key was used for another one' },
    async handle({ body, headers, id: correlationid, traceparent, tracestate }) {
      const key = idempotencyKey(headers['idempotency-key']);
      const placed = await accept(orderOf(body), { key, correlationid, traceparent, tracestate });
      return { status: 201, headers: { location: `/orders/${placed.orderId}` }, body: placedAnswer(placed) };
    },
  });

function orderOf(body: OrderBody): NewOrder {
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
