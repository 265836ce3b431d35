import type { Event } from '@spillway/contracts';
import type { Tx } from '../database/tx';

const statement = `
  INSERT INTO events
    (event_id, topic, subject, type, source, dataschema, time, correlationid, causationid, traceparent, tracestate, data)
  SELECT id, topic, subject, type, source, dataschema, time, correlationid, causationid, traceparent, tracestate, data
    FROM jsonb_to_recordset($1::jsonb) AS event (
      id uuid, topic text, subject text, type text, source text, dataschema text, time timestamptz,
      correlationid text, causationid text, traceparent text, tracestate text, data jsonb)`;

/**
 * Appends all events with one statement, in the order given; the relay publishes them once `tx` commits.
 * Condition for the order per aggregate: its row was inserted, locked or updated BEFORE, in the same transaction.
 */
export async function append(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length > 0) await tx.query(statement, [JSON.stringify(events)], 'events-append');
}
