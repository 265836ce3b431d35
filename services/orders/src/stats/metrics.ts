import type { Part, Tx } from '@spillway/chassis';
import { readWhenScraped } from '@spillway/chassis/telemetry';
import { type StatusSum, statsByStatus } from './read';

const labelNames = ['status', 'currency'];
const labelsOf = ({ status, currency }: StatusSum) => ({ status, currency });

const watchTotals = readWhenScraped<readonly StatusSum[]>('order statistics', [
  {
    name: 'orders',
    help: 'Orders there are, by status and currency',
    labelNames,
    values: (sums) => sums.map((sum) => ({ labels: labelsOf(sum), value: sum.orders })),
  },
  {
    name: 'orders_revenue_minor_units',
    help: 'What the orders there are come to, by status and currency, in minor units of the currency (cents)',
    labelNames,
    values: (sums) => sums.map((sum) => ({ labels: labelsOf(sum), value: Number(sum.amount) })),
  },
]);

/** Shows what is in this database. Every replica tells the same: take the max, not the sum. */
export const orderTotals = (db: Tx): Part => watchTotals(() => statsByStatus(db));
