import type { Tx } from '@spillway/chassis';

/** Any number of our own; other services have other databases. */
const lock = 7_741_001;

/**
 * Minutes are kept for as long as anybody can ask for them. Everything is one statement: who reads meanwhile sees all of
 * it or nothing. One folder at a time (the others have nothing to do), so that no two meet in the totals' rows.
 */
const statement = `
  WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${lock}) AS mine),
  moved AS (
    DELETE FROM order_stats_deltas USING turn WHERE turn.mine
    RETURNING status, currency, minute, orders, amount
  ), by_status AS (
    INSERT INTO order_stats_by_status AS total (status, currency, orders, amount)
    SELECT status, currency, sum(orders), sum(amount) FROM moved GROUP BY status, currency
    ON CONFLICT (status, currency) DO UPDATE
      SET orders = total.orders + excluded.orders, amount = total.amount + excluded.amount
  ), by_minute AS (
    INSERT INTO order_stats_by_minute AS total (minute, orders)
    SELECT minute, sum(orders) FROM moved GROUP BY minute HAVING sum(orders) <> 0
    ON CONFLICT (minute) DO UPDATE SET orders = total.orders + excluded.orders
  )
  SELECT count(*)::int AS deltas FROM moved`;

/** Moves all deltas into the totals and returns how many there were. */
export async function foldStats(db: Tx): Promise<number> {
  const [row] = await db.query<{ deltas: number }>(statement, [], 'stats-fold');
  return row?.deltas ?? 0;
}

/** Forgets the minutes that nobody can ask for any more. */
export async function forgetOldMinutes(db: Tx): Promise<void> {
  await db.query(`DELETE FROM order_stats_by_minute WHERE minute < now() - interval '2 days'`, [], 'stats-forget');
}
