import { append, type Database, type Part, type Relay, repeat } from '@spillway/chassis';
import { createdAtOf } from '../domain/order-id';
import { lockPendingSince } from '../orders/lock';
import { advance } from './advance';
import type { Saga } from './saga';

/** Overdue orders are ended in slices, so that no transaction holds many locks for long. */
const slice = 200;

const shortest = 50;
const longest = 5_000;

export interface DeadlineOptions {
  readonly db: Database;
  readonly relay: Relay;
  readonly saga: Saga;
  /** How long an order may stay pending, in milliseconds. */
  readonly deadline: number;
}

/** Ends the sagas that are past their deadline. Any number of replicas share the work: each skips what another has locked. */
export const deadlines = ({ db, relay, saga, deadline }: DeadlineOptions): Part =>
  repeat('deadlines', async () => {
    const ended = await db.transaction(async (tx) => {
      const overdue = await lockPendingSince(tx, new Date(Date.now() - deadline), slice);
      await append(
        tx,
        await advance(
          tx,
          saga,
          overdue.map((order) => ({ order, input: 'deadline' })),
        ),
      );
      return overdue.length;
    });
    if (ended > 0) relay.wake();
    return ended === slice ? 0 : untilNext(db, deadline);
  });

const oldestPending = "SELECT id FROM orders WHERE status = 'pending' ORDER BY id LIMIT 1";

/** Sleeps until the next deadline, but wakes now and then: a clock may be set, a step may be slow to commit. */
async function untilNext(db: Database, deadline: number): Promise<number> {
  const [oldest] = await db.query<{ id: string }>(oldestPending, [], 'oldest-pending');
  const wait = oldest ? createdAtOf(oldest.id).getTime() + deadline - Date.now() : longest;
  return Math.min(longest, Math.max(shortest, wait));
}
