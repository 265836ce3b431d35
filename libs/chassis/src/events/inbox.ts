import { Counter } from 'prom-client';
import type { Tx } from '../database/tx';

export const duplicates = new Counter({
  name: 'inbox_duplicates_total',
  help: 'Events that came again after their effects were durable, and had none: redelivered, redriven, replayed, or in a batch that was tried again',
  labelNames: ['group'],
});

/** Sorted, so that two transactions that claim the same events wait for each other instead of deadlocking. */
const claimStatement = `
  INSERT INTO inbox (consumer, event_id)
  SELECT $1, event_id FROM (SELECT DISTINCT unnest($2::uuid[]) AS event_id) AS ids ORDER BY event_id
  ON CONFLICT DO NOTHING
  RETURNING event_id`;

/**
 * Marks events as processed by a group and returns those that were not yet. In the transaction of their effects this is
 * what makes an effect happen once: a second claim waits for the first to end and then finds it done, or takes over.
 */
export async function claim(tx: Tx, group: string, eventIds: readonly string[]): Promise<Set<string>> {
  return eventIdsOf(tx, claimStatement, group, eventIds, 'inbox-claim');
}

/** Those of the events that a group has processed: a look ahead that spares remote calls. Only `claim` decides. */
export async function alreadyProcessed(db: Tx, group: string, eventIds: readonly string[]): Promise<Set<string>> {
  const statement = 'SELECT event_id FROM inbox WHERE consumer = $1 AND event_id = ANY ($2::uuid[])';
  return eventIdsOf(db, statement, group, eventIds, 'inbox-look');
}

async function eventIdsOf(tx: Tx, statement: string, group: string, ids: readonly string[], name: string) {
  if (ids.length === 0) return new Set<string>();
  const rows = await tx.query<{ event_id: string }>(statement, [group, ids], name);
  return new Set(rows.map(({ event_id }) => event_id));
}
