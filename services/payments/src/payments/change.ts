import { PrepareAgain, type Tx } from '@spillway/chassis';
import type { Changed } from '../domain/transitions';
import { outcomes } from './metrics';

const text = `
  UPDATE payments AS payment
     SET status = change.status, version = change.version, updated_at = now()
    FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS change (id, status, version)
   WHERE payment.id = change.id AND payment.version = change.version - 1
  RETURNING payment.id`;

/**
 * Writes all changes in one statement. Throws unless every row is still as it was decided on: another process has handled
 * the order meanwhile, so the decision has to be taken again, which a redrive does.
 */
export async function changePayments(tx: Tx, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = await tx.query<{ id: string }>(
    text,
    [
      changed.map((payment) => payment.id),
      changed.map((payment) => payment.status),
      changed.map((payment) => payment.version),
    ],
    'change_payments',
  );
  if (rows.length === changed.length) {
    for (const { status } of changed) outcomes.inc({ outcome: status });
    return;
  }
  const written = new Set(rows.map((row) => row.id));
  const moved = changed.filter((payment) => !written.has(payment.id)).map((payment) => payment.orderId);
  throw new PrepareAgain(`payments changed before the decision was recorded, of orders ${moved.join(', ')}`);
}
