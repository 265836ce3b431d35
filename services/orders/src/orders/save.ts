import type { Tx } from '@spillway/chassis';
import type { StepAnswer } from '../domain/order';
import type { Status } from '../domain/status';

/** What becomes of one order; what is left out stays as it is. */
export interface Change {
  readonly id: string;
  readonly status?: Status;
  readonly steps?: Readonly<Record<string, StepAnswer>>;
  readonly deleted?: true;
}

// What a step of the saga has answered is nobody's business outside: the order is still the version that its readers know.
// The clock, not now(): now() is when the transaction began, maybe before an earlier change that it waited for.
const statement = `
  UPDATE orders
     SET status = coalesce(change.status, orders.status),
         steps = coalesce(change.steps, orders.steps),
         deleted_at = CASE WHEN change.deleted THEN clock_timestamp() ELSE orders.deleted_at END,
         version = orders.version + CASE WHEN shows THEN 1 ELSE 0 END,
         updated_at = CASE WHEN shows THEN clock_timestamp() ELSE orders.updated_at END
    FROM jsonb_to_recordset($1::jsonb) AS change (id uuid, status text, steps jsonb, deleted boolean),
         LATERAL (SELECT change.status IS NOT NULL OR change.deleted IS TRUE AS shows) AS visible
   WHERE orders.id = change.id`;

/** Writes all changes in one statement. Condition: this transaction has locked the orders. */
export async function saveOrders(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await tx.query(statement, [JSON.stringify(changes)], 'save-orders');
}
