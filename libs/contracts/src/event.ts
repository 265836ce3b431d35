/**
 * What happened, as it stands in the event table and on the wire (a CloudEvent).
 * The attributes without capitals inside are named as CloudEvents names them.
 */
export interface Event<T extends string = string, D = unknown> {
  /** A UUID in lower case; of version 7 where we made it. Effects are deduplicated by it. */
  readonly id: string;
  readonly type: T;
  /** `/` and the service that owns the topic. */
  readonly source: string;
  /** The aggregate's id, and the Kafka key: events of one subject stay in order. */
  readonly subject: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  /** `urn:spillway:schema:<type>:<version>`. */
  readonly dataschema: string;
  readonly data: D;
  /** The same for everything that one request caused. */
  readonly correlationid: string;
  /** The id of the event that caused this one. */
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** The name of the topic it is published to. */
  readonly topic: string;
}
