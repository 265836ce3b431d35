import type { Part, Tx } from '@spillway/chassis';
import { readWhenScraped } from '@spillway/chassis/telemetry';
import { Counter } from 'prom-client';
import { createdAtOf } from '../domain/order-id';

export const endings = new Counter({
  name: 'order_saga_endings_total',
  help: 'Sagas that came to an end, by the status they gave their order and why: done, payment-declined, deadline, …',
  labelNames: ['status', 'reason'],
});

export const strangers = new Counter({
  name: 'order_saga_unknown_orders_total',
  help: 'Answers for orders that are not in this database',
});

interface OpenSagas {
  readonly open: number;
  readonly oldest: string | null;
}

// The number from the statistics, the oldest from the index by status: neither counts orders.
const statement = `
  SELECT (SELECT coalesce(sum(orders), 0) FROM (
           SELECT orders FROM order_stats_by_status WHERE status = 'pending'
           UNION ALL
           SELECT orders FROM order_stats_deltas WHERE status = 'pending') AS parts)::float8 AS open,
         (SELECT id FROM orders WHERE status = 'pending' ORDER BY id LIMIT 1) AS oldest`;

const watchOpen = readWhenScraped<OpenSagas>('open sagas', [
  {
    name: 'order_saga_open',
    help: 'Orders whose saga has not come to an end; deleted ones are left out',
    values: ({ open }) => [{ value: open }],
  },
  {
    name: 'order_saga_oldest_open_age_seconds',
    help: 'Age of the oldest order whose saga has not come to an end; 0 when there is none. Above ORDER_DEADLINE_MS the sweep stands still',
    values: ({ oldest }) => [
      { value: oldest === null ? 0 : Math.max(0, Date.now() - createdAtOf(oldest).getTime()) / 1_000 },
    ],
  },
]);

/** Shows the sagas that are open in this database. */
export const openSagas = (db: Tx): Part =>
  watchOpen(async () => {
    const [row] = await db.query<OpenSagas>(statement, [], 'sagas-open');
    return row ?? { open: 0, oldest: null };
  });
