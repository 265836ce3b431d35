import type { Database, Part } from '@spillway/chassis';
import { readWhenScraped } from '@spillway/chassis/telemetry';
import { Counter } from 'prom-client';

export const attempts = new Counter({
  name: 'webhook_attempts_total',
  help: 'Webhook calls made, by how they ended',
  labelNames: ['outcome'],
});

/** Counted row by row up to here. */
const countedExactly = 10_000;

interface Waiting {
  readonly waiting: number;
  readonly overdue: number;
}

// Both are answered by the index of what is not settled.
const statement = `
  SELECT (SELECT count(*) FROM (SELECT FROM webhook_deliveries WHERE due_at IS NOT NULL LIMIT ${countedExactly}) AS open)::int AS waiting,
         greatest(0, extract(epoch FROM now() - (SELECT min(due_at) FROM webhook_deliveries WHERE due_at IS NOT NULL)))::float8 AS overdue`;

const watchWaiting = readWhenScraped<Waiting>('waiting webhooks', [
  {
    name: 'webhook_waiting_deliveries',
    help: `Webhook calls to be made, or made again, by any process; at most ${countedExactly} are counted`,
    values: ({ waiting }) => [{ value: waiting }],
  },
  {
    name: 'webhook_oldest_overdue_seconds',
    help: 'How long the longest overdue webhook call has been due; 0 when none is',
    values: ({ overdue }) => [{ value: overdue }],
  },
]);

/** Shows what waits in this database. */
export const waitingWebhooks = (db: Database): Part =>
  watchWaiting(async () => {
    const [row] = await db.query<Waiting>(statement, [], 'webhooks-waiting');
    return row ?? { waiting: 0, overdue: 0 };
  });
