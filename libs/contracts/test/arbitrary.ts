import fc from 'fast-check';
import { type Event, type EventType, registry } from '../src';
import { type JsonSchema, jsonSchema } from '../src/compatibility/json-schema';
import { storable, uuidPattern } from '../src/schema/fields';

/** Text with anything in it that may be in it: astral characters, control characters, line ends; no NUL. */
export const anyText = (minLength: number, maxLength: number) =>
  fc.string({ unit: 'binary', minLength, maxLength }).map((text) => text.replaceAll('\0', '0'));

const traceparent = fc
  .tuple(fc.bigInt(1n, 2n ** 128n - 1n), fc.bigInt(1n, 2n ** 64n - 1n), fc.constantFrom('00', '01'))
  .map(
    ([trace, span, flags]) =>
      `00-${trace.toString(16).padStart(32, '0')}-${span.toString(16).padStart(16, '0')}-${flags}`,
  );

const trace = fc.oneof(
  fc.constant({}),
  fc.record({ traceparent, tracestate: fc.constantFrom('vendor=1', 'a=b,c=d') }, { requiredKeys: ['traceparent'] }),
);

/** Valid data of a schema, with fields that the schema does not know. */
export function dataOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.type === 'object') return objectOf(schema);
  if (schema.type === 'array') return fc.array(dataOf(schema.items ?? {}), { minLength: 1, maxLength: 5 });
  if (schema.type === 'integer') {
    return fc.integer({ min: Number(schema.minimum), max: Number(schema.maximum) });
  }
  return stringOf(schema);
}

function objectOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, dataOf(field)] as const);
  return fc
    .tuple(
      fc.record<Record<string, unknown>>(Object.fromEntries(fields), { requiredKeys: [...required] }),
      // Through JSON, which has no -0.
      fc.option(fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))),
    )
    .map(([known, later]) => (later === null ? known : { ...known, addedLater: later }));
}

function stringOf(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'date-time') return moment;
  if (schema.pattern === uuidPattern) return fc.uuid();
  if (schema.pattern === storable) return anyText(Number(schema.minLength ?? 0), Number(schema.maxLength));
  return fc.stringMatching(new RegExp(String(schema.pattern)));
}

export const moment = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const cause: Event = {
  id: '019a9f3c-5f04-7e63-b8c7-92a1d0e3f4c5',
  type: 'Unknown',
  source: '/elsewhere',
  subject: 'a',
  time: '2026-11-20T09:30:00.000Z',
  dataschema: 'urn:elsewhere',
  data: null,
  correlationid: 'c-1',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  topic: 'elsewhere',
};

const eventOf = (definition: EventType): fc.Arbitrary<Event> =>
  fc
    .record({
      subject: anyText(1, 120),
      data: dataOf(jsonSchema(definition.schema)),
      cause: fc.constantFrom(undefined, cause),
      correlationid: fc.option(anyText(1, 120), { nil: undefined }),
      trace,
    })
    .map(({ trace, ...input }) => definition.create({ ...input, ...trace }));

/** Any valid event of any type, made as a producer makes it. */
export const anyEvent: fc.Arbitrary<Event> = fc.oneof(...[...registry.values()].map(eventOf));
