import type { Handler } from '@spillway/chassis';
import { type OrderCancelled, StockReleased } from '@spillway/contracts';
import { insertReservations, lockReservations, setStatus } from '../reservations/store';
import { moveStock, putBack, takeBack } from '../stock/level';

/** OrderCancelled: what was put aside, or had left, is there for others; an order not known yet will never get anything. */
export const release: Handler<OrderCancelled> = {
  async apply(prepared, tx) {
    const ids = prepared.map(([event]) => event.data.orderId);
    const known = await lockReservations(tx, ids);
    await insertReservations(
      tx,
      ids.filter((orderId) => !known.has(orderId)).map((orderId) => ({ orderId, status: 'released', items: [] })),
    );
    const open = [...known.values()].filter(({ status }) => status !== 'released');
    await setStatus(tx, open, 'released');

    const held = prepared.flatMap(([event]) => {
      const reservation = known.get(event.data.orderId);
      if (reservation?.status === 'reserved') return [{ event, reservation, move: putBack }];
      if (reservation?.status === 'committed') return [{ event, reservation, move: takeBack }];
      return [];
    });
    await moveStock(
      tx,
      held.flatMap(({ reservation, move }) => reservation.items.map(move)),
    );
    return held.map(({ event, reservation: { orderId, items } }) =>
      StockReleased.create({
        subject: orderId,
        cause: event,
        data: { orderId, items: [...items], reason: 'cancelled' },
      }),
    );
  },
};
