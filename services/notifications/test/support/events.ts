import { randomUUID } from 'node:crypto';
import { OrderCancelled, OrderConfirmed, OrderShipped, PaymentDeclined } from '@spillway/contracts';
import type { Notifiable } from '../../src/events/notifiable';

const total = { amount: 1050, currency: 'EUR' };

export const confirmed = (userId: string, orderId: string = randomUUID()): OrderConfirmed =>
  OrderConfirmed.create({ subject: orderId, data: { orderId, userId, total, paymentId: randomUUID() } });

/** One event of every kind, all of one order. */
export const ofEveryKind = (userId: string, orderId: string = randomUUID()): Notifiable[] => {
  const paymentId = randomUUID();
  return [
    confirmed(userId, orderId),
    OrderShipped.create({ subject: orderId, data: { orderId, userId, total } }),
    OrderCancelled.create({ subject: orderId, data: { orderId, userId, total, reason: 'requested' } }),
    PaymentDeclined.create({ subject: orderId, data: { orderId, userId, amount: total, paymentId, reason: 'no' } }),
  ];
};
