import { randomUUID } from 'node:crypto';
import { OrderCancelled, OrderConfirmed, OrderCreated } from '@spillway/contracts';

/** The events of one order, as the orders service publishes them. */
export function orderEvents(orderId: string = randomUUID(), total = { amount: 1999, currency: 'EUR' }) {
  const userId = 'user-1';
  const items = [{ productId: 'product-1', unitPrice: total.amount, quantity: 1 }];
  return {
    orderId,
    created: () =>
      OrderCreated.create({
        subject: orderId,
        data: { orderId, userId, items, total, createdAt: new Date().toISOString() },
      }),
    confirmed: () =>
      OrderConfirmed.create({ subject: orderId, data: { orderId, userId, total, paymentId: randomUUID() } }),
    cancelled: () => OrderCancelled.create({ subject: orderId, data: { orderId, userId, total, reason: 'requested' } }),
  };
}
