import type { Tx } from '@spillway/chassis';
import type { Item, OrderDetails } from '../domain/order';
import type { Status } from '../domain/status';

export interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly items: readonly Item[];
  readonly total_amount: string;
  readonly currency: string;
  readonly status: Status;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const columns = 'id, user_id, items, total_amount, currency, status, version, created_at, updated_at';

/** One order, unless it was deleted. */
export async function findOrder(db: Tx, id: string): Promise<OrderDetails | undefined> {
  const statement = `SELECT ${columns} FROM orders WHERE id = $1 AND deleted_at IS NULL`;
  const [row] = await db.query<Row>(statement, [id], 'find-order');
  return row && toDetails(row);
}

export const toDetails = ({ user_id, total_amount, currency, created_at, updated_at, ...row }: Row): OrderDetails => ({
  ...row,
  userId: user_id,
  total: { amount: Number(total_amount), currency },
  createdAt: created_at,
  updatedAt: updated_at,
});
