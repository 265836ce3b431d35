import type { Tx } from '@spillway/chassis';
import type { Payment, Status } from '../domain/payment';
import { columns, type PaymentRow, paymentOf } from './row';

/** A payment with what only readers want to know. */
export interface DatedPayment {
  readonly payment: Payment;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface DatedRow extends PaymentRow {
  readonly created_at: Date;
  readonly updated_at: Date;
}

const select = `SELECT ${columns}, created_at, updated_at FROM payments`;

const dated = (row: DatedRow): DatedPayment => ({
  payment: paymentOf(row),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function paymentOfOrder(db: Tx, orderId: string): Promise<DatedPayment | undefined> {
  const rows = await db.query<DatedRow>(`${select} WHERE order_id = $1`, [orderId], 'payment_of_order');
  return rows.map(dated)[0];
}

export interface PageRequest {
  readonly status?: Status;
  readonly limit: number;
  /** The id of the last payment of the page before. */
  readonly after?: string;
}

/** A page, newest first. Ids are UUIDv7, so their order is that of creation and the cost does not grow with the page number. */
export async function paymentsPage(db: Tx, { status, limit, after }: PageRequest): Promise<DatedPayment[]> {
  const values: unknown[] = [limit];
  const given = (condition: string, value: unknown) =>
    value === undefined ? [] : [`${condition} $${values.push(value)}`];
  const conditions = [...given('status =', status), ...given('id <', after)];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await db.query<DatedRow>(`${select} ${where} ORDER BY id DESC LIMIT $1`, values);
  return rows.map(dated);
}
