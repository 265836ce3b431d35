import { correlation, trace } from '../attributes';
import type { Event } from '../event';
import { InvalidEvent } from '../invalid-event';
import { registry } from '../registry';
import { readData } from './data';
import { attributesOf, type Headers, textOf } from './envelope';

/** A message as a Kafka client receives it. */
export interface ReceivedMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Headers;
}

/**
 * Reads a CloudEvent in binary mode. Guarantees of the result: the id is a UUID in lower case, the time is ISO in UTC
 * with milliseconds, the subject is the message's key, and the data of a type in the registry passes its newest schema.
 * Data of an unknown type is passed on unvalidated, so that a consumer can skip it: ask `registry.has(event.type)`.
 * Throws InvalidEvent and nothing else, whatever the message holds. Malformed trace and correlation headers are ignored.
 */
export function toEvent(message: ReceivedMessage, topic: string): Event {
  const headers = message.headers ?? {};
  const attributes = attributesOf(headers, message.key);
  const data = readData(message.value, attributes.type);
  const errors = registry.get(attributes.type)?.errorsIn(data);
  if (errors && errors.length > 0) throw new InvalidEvent(`${attributes.type} ${attributes.id} is invalid`, errors);

  const causationid = correlation(textOf(headers.causationid));
  return {
    ...attributes,
    data,
    correlationid: correlation(textOf(headers.correlationid)) ?? attributes.id,
    ...(causationid !== undefined && { causationid }),
    ...trace({ traceparent: textOf(headers.traceparent), tracestate: textOf(headers.tracestate) }),
    topic,
  };
}
