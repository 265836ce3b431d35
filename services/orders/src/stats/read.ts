import type { Tx } from '@spillway/chassis';
import type { Status } from '../domain/status';

export interface StatusSum {
  readonly status: Status;
  readonly currency: string;
  readonly orders: number;
  /** In minor units, as text: a sum may be above what a number holds exactly. */
  readonly amount: string;
}

// Totals and the deltas that are not folded in yet, in one statement: one snapshot, so nothing counts twice or not at all.
const byStatus = `
  SELECT status, currency, sum(orders)::float8 AS orders, sum(amount)::text AS amount
    FROM (SELECT status, currency, orders, amount FROM order_stats_by_status
          UNION ALL
          SELECT status, currency, orders, amount FROM order_stats_deltas) AS parts
   GROUP BY status, currency
  HAVING sum(orders) <> 0
   ORDER BY status, currency`;

/** How many orders there are by status and currency, and what they come to. */
export const statsByStatus = (db: Tx): Promise<StatusSum[]> => db.query<StatusSum>(byStatus, [], 'stats-by-status');

const perMinute = `
  SELECT minute, coalesce(sum(orders), 0)::float8 AS count
    FROM generate_series(date_trunc('minute', now(), 'UTC') - ($1::int - 1) * interval '1 minute',
                         date_trunc('minute', now(), 'UTC'), interval '1 minute') AS minute
    LEFT JOIN (SELECT minute, orders FROM order_stats_by_minute
                WHERE minute > now() - ($1::int + 1) * interval '1 minute'
               UNION ALL
               SELECT minute, orders FROM order_stats_deltas) AS parts USING (minute)
   GROUP BY minute ORDER BY minute`;

/** How many orders came in each of the last minutes, the present one included. */
export async function ordersPerMinute(db: Tx, minutes: number): Promise<{ minute: string; count: number }[]> {
  const rows = await db.query<{ minute: Date; count: number }>(perMinute, [minutes], 'stats-per-minute');
  return rows.map(({ minute, count }) => ({ minute: minute.toISOString(), count }));
}
