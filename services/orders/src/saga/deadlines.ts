import { append, type Database, type Part, type Relay } from '@spillway/chassis';
import { lockOverdue } from '../orders/lock';
import { repeat } from '../repeat';
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
}

/** Ends the sagas that are past their deadline. Any number of replicas share the work: each skips what another has locked. */
export const deadlines = ({ db, relay, saga }: DeadlineOptions): Part =>
  repeat('deadlines', async () => {
    const ended = await db.transaction(async (tx) => {
      const overdue = await lockOverdue(tx, slice);
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
    return ended === slice ? 0 : untilNext(db);
  });

const nextDeadline = `
  SELECT (extract(epoch FROM min(deadline_at) - now()) * 1000)::float8 AS wait FROM orders WHERE status = 'pending'`;

/** Sleeps until the next deadline, but wakes now and then: an order placed meanwhile may have an earlier one. */
async function untilNext(db: Database): Promise<number> {
  const [row] = await db.query<{ wait: number | null }>(nextDeadline, [], 'next-deadline');
  return Math.min(longest, Math.max(shortest, Math.ceil(row?.wait ?? longest)));
}
