import type { Tx } from '@spillway/chassis';
import type { OrderDetails } from '../domain/order';
import { firstIdAt } from '../domain/order-id';
import type { Status } from '../domain/status';
import { columns, type Row, toDetails } from './read';

export interface OrderFilter {
  readonly userId?: string;
  readonly status?: Status;
  /** Created at or after. */
  readonly from?: Date;
  /** Created before. */
  readonly to?: Date;
  /** The last id of the page before. */
  readonly after?: string;
}

/**
 * Orders newest first. Ids sort by creation, so time, cursor and order all speak of the id: a page is a piece of
 * one index, however far back it lies.
 */
export async function listOrders(db: Tx, filter: OrderFilter, limit: number): Promise<OrderDetails[]> {
  const { userId, status, from, to, after } = filter;
  const values: unknown[] = [limit];
  const where = ['deleted_at IS NULL'];
  const only = (condition: string, value: unknown) => {
    if (value !== undefined) where.push(`${condition} $${values.push(value)}`);
  };
  only('user_id =', userId);
  only('status =', status);
  only('id >=', from && firstIdAt(from));
  only('id <', to && firstIdAt(to));
  only('id <', after);
  const statement = `SELECT ${columns} FROM orders WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT $1`;
  return (await db.query<Row>(statement, values)).map(toDetails);
}
