import type { Handler } from '@spillway/chassis';
import { type OrderCreated, StockRejected, StockReserved } from '@spillway/contracts';
import { allot } from '../domain/allot';
import { itemsOf } from '../domain/reservation';
import { insertReservations, lockReservations } from '../reservations/store';
import { leftOf, moveStock, putAside } from '../stock/level';

/** OrderCreated: puts aside all that the order needs, or nothing. Of a batch, the orders that came first get what is there. */
export const reserve = (keepMs: number): Handler<OrderCreated> => ({
  async apply(prepared, tx) {
    const known = await lockReservations(
      tx,
      prepared.map(([event]) => event.data.orderId),
    );
    const requests = prepared
      .filter(([event]) => !known.has(event.data.orderId)) // cancelled before it came, or decided long ago
      .map(([event]) => ({ event, orderId: event.data.orderId, items: itemsOf(event.data.items) }));
    const available = await leftOf(
      tx,
      requests.flatMap(({ items }) => items.map(({ productId }) => productId)),
    );
    const allotted = allot(available, requests);
    const expiresAt = new Date(Date.now() + keepMs);

    await insertReservations(
      tx,
      allotted.map(({ request: { orderId, items }, short }) =>
        short.length === 0 ? { orderId, items, status: 'reserved', expiresAt } : { orderId, items, status: 'rejected' },
      ),
    );
    await moveStock(
      tx,
      allotted.flatMap(({ request, short }) => (short.length === 0 ? request.items.map(putAside) : [])),
    );
    return allotted.map(({ request: { event, orderId, items }, short }) => {
      const common = { subject: orderId, cause: event };
      return short.length === 0
        ? StockReserved.create({ ...common, data: { orderId, items, expiresAt: expiresAt.toISOString() } })
        : StockRejected.create({ ...common, data: { orderId, reason: 'out-of-stock', items: [...short] } });
    });
  },
});
