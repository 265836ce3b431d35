import { randomUUID } from 'node:crypto';
import { OrderCancelled, OrderConfirmed, OrderCreated } from '@spillway/contracts';
import type { Item } from '../../src/domain/reservation';

/** The events of one order, as the orders service publishes them. */
export function orderEvents(items: readonly Item[], orderId: string = randomUUID()) {
  const userId = 'user-1';
  const total = { amount: 100, currency: 'EUR' };
  const lines = items.map((item) => ({ ...item, unitPrice: 100 }));
  return {
    orderId,
    created: () =>
      OrderCreated.create({
        subject: orderId,
        data: { orderId, userId, items: lines, total, createdAt: new Date().toISOString() },
      }),
    confirmed: () =>
      OrderConfirmed.create({ subject: orderId, data: { orderId, userId, total, paymentId: randomUUID() } }),
    cancelled: () => OrderCancelled.create({ subject: orderId, data: { orderId, userId, total, reason: 'requested' } }),
  };
}
