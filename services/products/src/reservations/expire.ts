import { append, type Database, type Part, type Relay, repeat } from '@spillway/chassis';
import { StockReleased } from '@spillway/contracts';
import { lockProducts, moveStock, putBack } from '../stock/level';
import { lockExpired, setStatus } from './store';

/** In slices, so that no transaction holds many locks for long. */
const slice = 200;
const pause = 1_000;

interface Deps {
  readonly db: Database;
  readonly relay: Pick<Relay, 'wake'>;
}

/**
 * Gives back a slice of what nobody has come for, and says of how many orders. Locks are taken in the order of the consumer:
 * reservations, then products by their ids.
 */
export async function expireSome({ db, relay }: Deps): Promise<number> {
  const expired = await db.transaction(async (tx) => {
    const reservations = await lockExpired(tx, new Date(), slice);
    if (reservations.length === 0) return 0;
    const items = reservations.flatMap((reservation) => reservation.items);
    await lockProducts(
      tx,
      items.map(({ productId }) => productId),
    );
    await setStatus(tx, reservations, 'expired');
    await moveStock(tx, items.map(putBack));
    await append(
      tx,
      reservations.map((reservation) => {
        const { orderId } = reservation;
        const data = { orderId, items: [...reservation.items], reason: 'expired' as const };
        return StockReleased.create({ subject: orderId, data });
      }),
    );
    return reservations.length;
  });
  if (expired > 0) relay.wake();
  return expired;
}

/** An order was lost on its way, or its end is very late. Any number of replicas share the work. */
export const expiry = (deps: Deps): Part =>
  repeat('expiry of reservations', async () => ((await expireSome(deps)) === slice ? 0 : pause));
