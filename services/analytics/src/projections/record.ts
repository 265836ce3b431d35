import type { Tx } from '@spillway/chassis';
import { type Change, deltasOf } from '../domain/deltas';
import { addsNothing, type Facts, merge, nothing } from '../domain/facts';
import type { Heard } from './heard';
import type { Slot } from './versions';

interface Row {
  readonly order_id: string;
  readonly facts: Facts;
}

const json = (rows: readonly unknown[]) =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/**
 * Adds what was heard of some orders to one slot, and the figures' changes with it. Four statements at most, whatever the number.
 * Rows are inserted and locked in the order of their ids: two transactions with orders in common wait for each other, in turn.
 * Facts that are known already change nothing: a repeat is harmless even without the inbox.
 */
export async function recordFacts(tx: Tx, slot: Slot, heard: Heard): Promise<void> {
  if (heard.size === 0) return;
  const added = await insertNew(tx, slot, heard);
  const known = await lockKnown(
    tx,
    slot,
    [...heard.keys()].filter((orderId) => !added.has(orderId)),
  );
  const updates = known.flatMap(({ order_id: orderId, facts: before }): Change[] => {
    const facts = heard.get(orderId) ?? nothing;
    return addsNothing(before, facts) ? [] : [{ orderId, before, after: merge(before, facts) }];
  });
  await update(tx, slot, updates);
  const inserts = [...added].map((orderId) => ({ orderId, before: nothing, after: heard.get(orderId) ?? nothing }));
  await appendDeltas(tx, slot, [...inserts, ...updates]);
}

/** The ids of those that were not there. */
async function insertNew(tx: Tx, slot: Slot, heard: Heard): Promise<Set<string>> {
  const rows = await tx.query<{ order_id: string }>(
    `INSERT INTO order_facts (slot, order_id, facts)
     SELECT $1, order_id, facts FROM jsonb_to_recordset($2::jsonb) AS heard (order_id uuid, facts jsonb) ORDER BY order_id
     ON CONFLICT DO NOTHING RETURNING order_id`,
    [slot, json([...heard].map(([order_id, facts]) => ({ order_id, facts })))],
    'facts-insert',
  );
  return new Set(rows.map(({ order_id }) => order_id));
}

async function lockKnown(tx: Tx, slot: Slot, ids: readonly string[]): Promise<readonly Row[]> {
  if (ids.length === 0) return [];
  return tx.query<Row>(
    `SELECT order_id, facts FROM order_facts WHERE slot = $1 AND order_id = ANY ($2::uuid[]) ORDER BY order_id FOR UPDATE`,
    [slot, ids],
    'facts-lock',
  );
}

async function update(tx: Tx, slot: Slot, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `UPDATE order_facts SET facts = changed.facts
       FROM jsonb_to_recordset($2::jsonb) AS changed (order_id uuid, facts jsonb)
      WHERE slot = $1 AND order_facts.order_id = changed.order_id`,
    [slot, json(changes.map(({ orderId, after }) => ({ order_id: orderId, facts: after })))],
    'facts-update',
  );
}

async function appendDeltas(tx: Tx, slot: Slot, changes: readonly Change[]): Promise<void> {
  const deltas = deltasOf(changes);
  if (deltas.length === 0) return;
  await tx.query(
    `INSERT INTO figure_deltas (slot, at, finest, measure, key, currency, count, amount)
     SELECT $1, to_timestamp(at), finest, measure, key, currency, count, amount
       FROM jsonb_to_recordset($2::jsonb)
         AS delta (at bigint, finest text, measure text, key text, currency text, count bigint, amount numeric)`,
    [slot, json(deltas)],
    'deltas-append',
  );
}
