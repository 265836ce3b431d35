import type { Static, TSchema } from '@sinclair/typebox';
import { correlation, isSubject, trace } from './attributes';
import type { Event } from './event';
import { type FieldError, InvalidEvent } from './invalid-event';
import { newId } from './new-id';
import { validator } from './schema/validator';
import type { Topic } from './topic';

/** What a producer says; everything else of the event is made from it. */
export interface NewEvent<D> {
  readonly subject: string;
  readonly data: D;
  /** The event this one is a consequence of: gives causationid and, unless they are given, correlation and trace. */
  readonly cause?: Event;
  readonly correlationid?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** The contract of one type of event, and the way to make one. */
export interface EventType<T extends string = string, D = unknown> {
  readonly type: T;
  readonly topic: Topic;
  /** The newest version; each version ever released has its stored example. */
  readonly version: number;
  readonly schema: TSchema;
  /** `urn:spillway:schema:<type>:<version>`. */
  readonly dataschema: string;
  /** An event with a new UUIDv7 and the present time. Throws InvalidEvent unless the data passes the schema. */
  create(input: NewEvent<D>): Event<T, D>;
  /** What is wrong with the data; empty when it passes the schema. Fields the schema does not know are allowed. */
  errorsIn(data: unknown): readonly FieldError[];
}

/** The events of a type: `type OrderCreated = EventOf<typeof OrderCreated>`. */
export type EventOf<E> = E extends EventType<infer T, infer D> ? Event<T, D> : never;

/** Defines a type of event. The schema is compiled here, once. */
export function eventType<T extends string, S extends TSchema>(
  type: T,
  topic: Topic,
  version: number,
  schema: S,
): EventType<T, Static<S>> {
  const dataschema = `urn:spillway:schema:${type}:${version}`;
  const source = `/${topic.owner}`;
  const errorsIn = validator(schema);

  function create(input: NewEvent<Static<S>>): Event<T, Static<S>> {
    const errors = isSubject(input.subject) ? errorsIn(input.data) : [noSubject, ...errorsIn(input.data)];
    if (errors.length > 0) throw new InvalidEvent(`${type} cannot be published`, errors);
    const id = newId();
    return {
      id,
      type,
      source,
      subject: input.subject,
      time: new Date().toISOString(),
      dataschema,
      data: input.data,
      correlationid: correlation(input.correlationid) ?? input.cause?.correlationid ?? id,
      ...(input.cause && { causationid: input.cause.id }),
      ...trace(input.traceparent === undefined ? input.cause : input),
      topic: topic.name,
    };
  }

  return { type, topic, version, schema, dataschema, create, errorsIn };
}

const noSubject: FieldError = { pointer: '/subject', detail: 'must be 1 to 255 characters without NUL' };
