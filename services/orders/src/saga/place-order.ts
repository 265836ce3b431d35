import {
  type Event,
  limits,
  OrderCancelled,
  OrderConfirmed,
  PaymentAuthorized,
  PaymentDeclined,
  StockRejected,
  StockReserved,
} from '@spillway/contracts';
import type { Order } from '../domain/order';
import { factsOf } from '../orders/events';
import { type Ending, saga } from './saga';

/**
 * OrderCreated starts every step at its participant. All good: OrderConfirmed, upon which payments capture and products commit. One bad, or
 * the deadline: OrderCancelled, upon which whoever had done its step undoes it, also when it does it only afterwards:
 * OrderCancelled comes to every participant after OrderCreated, in order, on the same key.
 */
export const placeOrder = saga({
  steps: {
    payment: { done: PaymentAuthorized, failed: PaymentDeclined, reason: 'payment-declined' },
    stock: { done: StockReserved, failed: StockRejected, reason: 'out-of-stock' },
  },
  allDone: (order, { payment }, cause) => ({
    status: 'confirmed',
    event: OrderConfirmed.create({
      subject: order.id,
      data: { ...factsOf(order), paymentId: payment.paymentId },
      cause,
    }),
  }),
  anyFailed: (order, { reason, data }, cause) => cancelled(order, { reason, detail: detailOf(data) }, cause),
  tooLate: (order) => cancelled(order, { reason: 'deadline' }),
});

/** What of an order is missing, or what the payment provider said. */
function detailOf(failure: PaymentDeclined['data'] | StockRejected['data']): string {
  if (!('items' in failure)) return failure.reason;
  const missing = failure.items.map(
    ({ productId, requested, available }) => `${productId}: ${available} of ${requested}`,
  );
  return missing.join(', ').slice(0, limits.explanation);
}

type Why = Pick<OrderCancelled['data'], 'reason' | 'detail'>;

const cancelled = (order: Order, why: Why, cause?: Event): Ending => ({
  status: 'cancelled',
  event: OrderCancelled.create({ subject: order.id, data: { ...factsOf(order), ...why }, cause }),
});
