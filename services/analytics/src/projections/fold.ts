import type { Tx } from '@spillway/chassis';

/** Any number of our own; other services have other databases. */
const lock = 7_741_102;

/**
 * Moves all deltas into the figures, as one statement: who reads meanwhile sees all of it or nothing. One folder at a time (the
 * others have nothing to do), so that no two meet in the figures' rows.
 */
const statement = `
  WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${lock}) AS mine),
  moved AS (
    DELETE FROM figure_deltas USING turn WHERE turn.mine
    RETURNING slot, at, finest, measure, key, currency, count, amount
  ), folded AS (
    INSERT INTO figures AS figure (slot, width, measure, bucket, key, currency, count, amount)
    SELECT slot, width, measure, date_trunc(width, at, 'UTC'), key, currency, sum(count), sum(amount)
      FROM moved JOIN (VALUES ('minute'), ('hour'), ('day')) AS widths (width) ON finest = 'minute' OR width = 'day'
     GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (slot, width, measure, bucket, key, currency) DO UPDATE
      SET count = figure.count + excluded.count, amount = figure.amount + excluded.amount
  )
  SELECT count(*)::int AS deltas FROM moved`;

/** Returns how many there were. */
export async function foldDeltas(db: Tx): Promise<number> {
  const [row] = await db.query<{ deltas: number }>(statement, [], 'deltas-fold');
  return row?.deltas ?? 0;
}
