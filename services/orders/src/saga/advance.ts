import type { Tx } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import type { Order } from '../domain/order';
import { saveOrders } from '../orders/save';
import type { SagaInput } from './decide';
import { endings } from './metrics';
import type { Ending, Saga } from './saga';

export interface Advance {
  readonly order: Order;
  readonly input: SagaInput;
  readonly cause?: Event;
}

/** Moves the sagas of many orders on, each by one input, and returns the events of those that end. The orders are locked. */
export async function advance(tx: Tx, saga: Saga, advances: readonly Advance[]): Promise<Event[]> {
  const moved = advances.flatMap(({ order, input, cause }) => {
    const next = saga.next(order, input, cause);
    return next ? [{ id: order.id, ...next }] : [];
  });
  await saveOrders(
    tx,
    moved.map(({ id, steps, ending }) => ({ id, steps, ...(ending && { status: ending.status }) })),
  );
  return moved.flatMap(({ ending }) => {
    if (ending === undefined) return [];
    endings.inc({ status: ending.status, reason: reasonOf(ending) });
    return [ending.event];
  });
}

/** One of the few words of the contract. */
const reasonOf = ({ event: { data } }: Ending): string =>
  typeof data === 'object' && data !== null && 'reason' in data ? String(data.reason) : 'done';
