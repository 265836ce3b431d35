import type { Tx } from '@spillway/chassis';
import type { Placed } from './place';

/** A client's key for one request, and a hash of what it asked for. */
export interface Idempotency {
  readonly key: string;
  readonly hash: string;
}

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly idempotency_key: string;
  readonly request_hash: string;
  readonly total_amount: string;
  readonly currency: string;
  readonly created_at: Date;
}

const statement = `
  SELECT id, user_id, idempotency_key, request_hash, total_amount, currency, created_at
    FROM orders JOIN unnest($1::text[], $2::text[]) AS wanted (user_id, key)
   USING (user_id) WHERE idempotency_key = key`;

const nameOf = (userId: string, key: string) => JSON.stringify([userId, key]);

/** Looks up the orders that have these keys; all of them must exist. Deleted ones count: a key is used once. */
export async function sameKeyAs(db: Tx, wanted: readonly { readonly userId: string; readonly key: string }[]) {
  const rows = await db.query<Row>(statement, [wanted.map((one) => one.userId), wanted.map((one) => one.key)]);
  const found = new Map(rows.map((row) => [nameOf(row.user_id, row.idempotency_key), placedBefore(row)]));
  return (userId: string, key: string) => {
    const placed = found.get(nameOf(userId, key));
    if (placed === undefined) throw new Error('An idempotency key was refused as taken, but no order has it');
    return placed;
  };
}

const placedBefore = (row: Row): Placed & { hash: string } => ({
  orderId: row.id,
  total: { amount: Number(row.total_amount), currency: row.currency },
  createdAt: row.created_at.toISOString(),
  hash: row.request_hash,
});
