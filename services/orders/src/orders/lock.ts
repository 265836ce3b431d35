import type { Tx } from '@spillway/chassis';
import type { Order, StepAnswer } from '../domain/order';
import { firstIdAt } from '../domain/order-id';
import type { Status } from '../domain/status';

export interface LockedOrder extends Order {
  /** Deleted orders are hidden from everybody, and still answer to the saga. */
  readonly deleted: boolean;
}

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly total_amount: string;
  readonly currency: string;
  readonly status: Status;
  readonly version: number;
  readonly steps: Record<string, StepAnswer>;
  readonly deleted: boolean;
}

const columns = 'id, user_id, total_amount, currency, status, version, steps, deleted_at IS NOT NULL AS deleted';

/**
 * Locks the orders that exist among these until the transaction ends. In order of id, so that two transactions with the
 * same orders wait for each other instead of deadlocking.
 */
export async function lockOrders(tx: Tx, ids: readonly string[]): Promise<LockedOrder[]> {
  const statement = `SELECT ${columns} FROM orders WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`;
  return (await tx.query<Row>(statement, [ids], 'lock-orders')).map(toOrder);
}

/** Locks the pending orders placed before `moment`, oldest first, at most `limit`; leaves out what somebody else is working on. */
export async function lockPendingSince(tx: Tx, moment: Date, limit: number): Promise<LockedOrder[]> {
  const statement = `
    SELECT ${columns} FROM orders WHERE status = 'pending' AND id < $1
     ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`;
  return (await tx.query<Row>(statement, [firstIdAt(moment), limit], 'lock-pending-since')).map(toOrder);
}

const toOrder = ({ user_id, total_amount, currency, ...row }: Row): LockedOrder => ({
  ...row,
  userId: user_id,
  total: { amount: Number(total_amount), currency },
});
