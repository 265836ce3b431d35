import type { Event } from '@spillway/contracts';
import type { Tx } from '../database/tx';

interface Row {
  readonly event_id: string;
  readonly topic: string;
  readonly subject: string;
  readonly type: string;
  readonly source: string;
  readonly dataschema: string;
  readonly time: Date;
  readonly correlationid: string;
  readonly causationid: string | null;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly data: unknown;
}

/** All events of one aggregate, oldest first, for as long as retention keeps them. */
export async function history(db: Tx, subject: string): Promise<Event[]> {
  const rows = await db.query<Row>('SELECT * FROM events WHERE subject = $1 ORDER BY id', [subject], 'events-history');
  return rows.map(toEvent);
}

const toEvent = ({ event_id, causationid, traceparent, tracestate, time, ...row }: Row): Event => ({
  id: event_id,
  type: row.type,
  source: row.source,
  subject: row.subject,
  time: time.toISOString(),
  dataschema: row.dataschema,
  data: row.data,
  correlationid: row.correlationid,
  topic: row.topic,
  ...(causationid !== null && { causationid }),
  ...(traceparent !== null && { traceparent }),
  ...(tracestate !== null && { tracestate }),
});
