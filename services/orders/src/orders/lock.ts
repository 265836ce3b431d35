import type { Tx } from '@spillway/chassis';
import type { Order, StepAnswer } from '../domain/order';
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

/** Locks the orders that are past their deadline, at most `limit`; leaves out what somebody else is working on. */
export async function lockOverdue(tx: Tx, limit: number): Promise<LockedOrder[]> {
  const statement = `
    SELECT ${columns} FROM orders WHERE status = 'pending' AND deadline_at <= now()
     ORDER BY deadline_at LIMIT $1 FOR UPDATE SKIP LOCKED`;
  return (await tx.query<Row>(statement, [limit], 'lock-overdue')).map(toOrder);
}

const toOrder = ({ user_id, total_amount, currency, ...row }: Row): LockedOrder => ({
  ...row,
  userId: user_id,
  total: { amount: Number(total_amount), currency },
});
