import { type Handler, Permanent } from '@spillway/chassis';
import { type OrderConfirmed, StockCommitted } from '@spillway/contracts';
import { allot } from '../domain/allot';
import type { Reservation } from '../domain/reservation';
import { lockReservations, setStatus } from '../reservations/store';
import { handOut, leftOf, moveStock, takeNow } from '../stock/level';

type Decided = { readonly event: OrderConfirmed; readonly reservation: Reservation };

/**
 * OrderConfirmed: what was put aside leaves the stock. A confirmation that comes after the reservation has expired takes what
 * is there now; where it is not there, the message is a dead letter and a person decides (docs/adr).
 */
export const commit: Handler<OrderConfirmed> = {
  async apply(prepared, tx) {
    const known = await lockReservations(
      tx,
      prepared.map(([event]) => event.data.orderId),
    );
    const decided = prepared.map(([event]): Decided => {
      const reservation = known.get(event.data.orderId);
      if (reservation === undefined)
        throw new Permanent('nothing-reserved', 'the order was confirmed, but is not known');
      return { event, reservation };
    });
    const inTime = decided.filter(({ reservation: { status } }) => status === 'reserved');
    const late = decided.filter(({ reservation: { status } }) => status === 'expired' || status === 'rejected');

    await moveStock(
      tx,
      inTime.flatMap(({ reservation }) => reservation.items.map(handOut)),
    );
    if (late.length > 0) await takeLate(late, tx);
    const committed = [...inTime, ...late];
    await setStatus(
      tx,
      committed.map(({ reservation }) => reservation),
      'committed',
    );
    return committed.map(({ event, reservation: { orderId, items } }) =>
      StockCommitted.create({ subject: orderId, cause: event, data: { orderId, items: [...items] } }),
    );
  },
};

type Tx = Parameters<typeof moveStock>[0];

async function takeLate(late: readonly Decided[], tx: Tx): Promise<void> {
  const requests = late.map(({ reservation }) => reservation);
  const available = await leftOf(
    tx,
    requests.flatMap(({ items }) => items.map(({ productId }) => productId)),
  );
  const gone = allot(available, requests).find(({ short }) => short.length > 0);
  if (gone !== undefined) {
    const missing = gone.short.map(
      ({ productId, requested, available: left }) => `${productId} ${left} of ${requested}`,
    );
    throw new Permanent('stock-gone', `confirmed, but no longer there: ${missing.join(', ')}`);
  }
  await moveStock(
    tx,
    requests.flatMap(({ items }) => items.map(takeNow)),
  );
}
