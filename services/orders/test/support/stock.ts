import { StockRejected, StockReserved } from '@spillway/contracts';
import { authorized } from './payments';

export const reserved = (orderId: string) =>
  StockReserved.create({
    subject: orderId,
    data: { orderId, items: [{ productId: 'p-1', quantity: 2 }], expiresAt: new Date().toISOString() },
    correlationid: 'c-1',
  });

export const rejected = (orderId: string) =>
  StockRejected.create({
    subject: orderId,
    data: { orderId, reason: 'out-of-stock', items: [{ productId: 'p-1', requested: 2, available: 1 }] },
    correlationid: 'c-1',
  });

/** All that a confirmation needs. */
export const agreed = (orderId: string) => [authorized(orderId), reserved(orderId)];
