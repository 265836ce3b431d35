import type { Event } from '../event';
import { InvalidEvent } from '../invalid-event';

/** What a Kafka client sends. */
export interface Message {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/**
 * A CloudEvent in binary mode of the Kafka binding: the attributes are headers, the value is the data as JSON.
 * Attributes that are absent, null or undefined give no header.
 * The data is not validated again: `create` did, and a relay must not stop at what was committed long ago.
 */
export function toMessage(event: Event): Message {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_time: event.time,
    ce_subject: event.subject,
    ce_dataschema: event.dataschema,
    'content-type': 'application/json',
    correlationid: event.correlationid,
  };
  // Rows of a table have null where the interface says absent.
  if (event.causationid != null) headers.causationid = event.causationid;
  if (event.traceparent != null) headers.traceparent = event.traceparent;
  if (event.tracestate != null) headers.tracestate = event.tracestate;
  return { key: event.subject, value: serialize(event), headers };
}

function serialize({ type, data }: Event): string {
  try {
    const json: string | undefined = JSON.stringify(data);
    if (json !== undefined) return json;
  } catch (cause) {
    throw new InvalidEvent(`${type} cannot be published`, [{ pointer: '/data', detail: 'is not JSON' }], { cause });
  }
  throw new InvalidEvent(`${type} cannot be published`, [{ pointer: '/data', detail: 'is not JSON' }]);
}
