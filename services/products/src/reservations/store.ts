import type { Tx } from '@spillway/chassis';
import type { Reservation, Status } from '../domain/reservation';
import { outcomes } from './metrics';

interface Row {
  readonly order_id: string;
  readonly status: Status;
  readonly items: Reservation['items'];
}

const reservationOf = ({ order_id, ...row }: Row): Reservation => ({ orderId: order_id, ...row });

/** What is known of these orders, by their ids. Locked until the transaction ends, in the order of the ids. */
export async function lockReservations(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Reservation>> {
  const text =
    'SELECT order_id, status, items FROM reservations WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE';
  const rows = await tx.query<Row>(text, [orderIds], 'lock-reservations');
  return new Map(rows.map((row) => [row.order_id, reservationOf(row)]));
}

/** The same of one order, for those who look. */
export async function findReservation(db: Tx, orderId: string): Promise<Reservation | undefined> {
  const text = 'SELECT order_id, status, items FROM reservations WHERE order_id = $1';
  const [row] = await db.query<Row>(text, [orderId], 'find-reservation');
  return row && reservationOf(row);
}

/** Reservations that nobody came for, at most `limit`; leaves out what somebody else is working on. */
export async function lockExpired(tx: Tx, now: Date, limit: number): Promise<Reservation[]> {
  const text = `
    SELECT order_id, status, items FROM reservations WHERE status = 'reserved' AND expires_at <= $1
     ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED`;
  return (await tx.query<Row>(text, [now, limit], 'lock-expired')).map(reservationOf);
}

export interface NewReservation extends Reservation {
  readonly expiresAt?: Date;
}

const insert = `
  INSERT INTO reservations (order_id, status, items, expires_at)
  SELECT "orderId", status, items, "expiresAt"
    FROM jsonb_to_recordset($1::jsonb) AS given ("orderId" uuid, status text, items jsonb, "expiresAt" timestamptz)
   ORDER BY "orderId"
  ON CONFLICT DO NOTHING
  RETURNING order_id`;

/** Throws when one of them is there meanwhile: it was decided on by somebody else, so it has to be decided again. */
export async function insertReservations(tx: Tx, reservations: readonly NewReservation[]): Promise<void> {
  if (reservations.length === 0) return;
  const rows = await tx.query(insert, [JSON.stringify(reservations)], 'insert-reservations');
  if (rows.length < reservations.length) throw new Error('An order was decided on by another process meanwhile');
  for (const { status } of reservations) outcomes.inc({ outcome: status });
}

const update = `
  UPDATE reservations SET status = $2, updated_at = clock_timestamp() WHERE order_id = ANY ($1::uuid[])`;

/** Condition: this transaction has locked them. */
export async function setStatus(tx: Tx, reservations: readonly Reservation[], status: Status): Promise<void> {
  if (reservations.length === 0) return;
  await tx.query(update, [reservations.map(({ orderId }) => orderId), status], 'set-reservations');
  outcomes.inc({ outcome: status }, reservations.length);
}
