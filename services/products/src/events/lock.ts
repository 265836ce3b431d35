import type { Tx } from '@spillway/chassis';
import type { Event, OrderCreated } from '@spillway/contracts';
import { lockReservations } from '../reservations/store';
import { lockProducts } from '../stock/level';

const isCreated = (event: Event): event is OrderCreated => event.type === 'OrderCreated';

/**
 * Locks all that the events of a transaction touch: reservations by order, then products by their ids. Everybody does so in
 * this order, so no two wait for each other.
 */
export async function lockAll(events: readonly Event[], tx: Tx): Promise<void> {
  const reservations = await lockReservations(
    tx,
    events.map(({ subject }) => subject),
  );
  const items = [
    ...[...reservations.values()].flatMap((reservation) => reservation.items),
    ...events.filter(isCreated).flatMap(({ data }) => data.items),
  ];
  await lockProducts(
    tx,
    items.map(({ productId }) => productId),
  );
}
