import type { Tx } from '@spillway/chassis';
import type { Authorized, Cancelled, Declined } from '../domain/payment';
import { outcomes } from './metrics';

export type Begun = Authorized | Declined | Cancelled;

const text = `
  INSERT INTO payments (id, order_id, user_id, amount, currency, status, provider, provider_reference, decline_reason)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  ON CONFLICT (order_id) DO NOTHING
  RETURNING id`;

/** Inserts all in one statement; returns the ids of those that are now the payment of their order. */
export async function insertPayments(tx: Tx, payments: readonly Begun[]): Promise<Set<string>> {
  if (payments.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    text,
    [
      payments.map((payment) => payment.id),
      payments.map((payment) => payment.orderId),
      payments.map((payment) => payment.userId),
      payments.map((payment) => payment.amount.amount),
      payments.map((payment) => payment.amount.currency),
      payments.map((payment) => payment.status),
      payments.map((payment) => ('provider' in payment ? payment.provider : null)),
      payments.map((payment) => ('providerReference' in payment ? payment.providerReference : null)),
      payments.map((payment) => ('declineReason' in payment ? payment.declineReason : null)),
    ],
    'insert_payments',
  );
  const inserted = new Set(rows.map((row) => row.id));
  for (const { id, status } of payments) if (inserted.has(id)) outcomes.inc({ outcome: status });
  return inserted;
}
