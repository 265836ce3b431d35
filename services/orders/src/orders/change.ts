import { append, type Database, type Relay, type Tx } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import type { Order } from '../domain/order';
import { lockOrders } from './lock';
import { type Change, saveOrders } from './save';

export interface Decision {
  readonly change: Omit<Change, 'id'>;
  readonly events: readonly Event[];
}

/**
 * Changes one order as `decide` says, who sees it locked and may throw to leave it as it was. What `after` reads in the
 * same transaction is the answer; undefined when there is no such order.
 */
export async function changeOrder<T>(
  { db, relay }: { readonly db: Database; readonly relay: Relay },
  id: string,
  decide: (order: Order) => Decision,
  after: (tx: Tx, id: string) => Promise<T>,
): Promise<T | undefined> {
  const answer = await db.transaction(async (tx) => {
    const [order] = await lockOrders(tx, [id]);
    if (order === undefined || order.deleted) return undefined;
    const { change, events } = decide(order);
    await saveOrders(tx, [{ id: order.id, ...change }]);
    await append(tx, events); // after the row's lock, or events of one order could leave in the wrong order
    return after(tx, order.id);
  });
  if (answer !== undefined) relay.wake();
  return answer;
}
