import { toMessage as toCloudEvent } from '@spillway/contracts';
import type { OutgoingMessage } from '../../kafka/producer/message';

/** A row of the event table as the relay reads it: everything is text, the data too. */
export interface EventRow {
  readonly event_id: string;
  readonly topic: string;
  readonly subject: string;
  readonly type: string;
  readonly source: string;
  readonly dataschema: string;
  readonly time: string;
  readonly correlationid: string;
  readonly causationid: string | undefined;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  readonly data: string;
}

/** The data goes from the table to the topic as the text it is: parsing it here would only cost. */
export function toMessage(row: EventRow): OutgoingMessage {
  const { key, headers } = toCloudEvent({
    id: row.event_id,
    type: row.type,
    source: row.source,
    subject: row.subject,
    time: row.time,
    dataschema: row.dataschema,
    correlationid: row.correlationid,
    causationid: row.causationid,
    traceparent: row.traceparent,
    tracestate: row.tracestate,
    topic: row.topic,
    data: null,
  });
  return { topic: row.topic, key, value: row.data, headers };
}
