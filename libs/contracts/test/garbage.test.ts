import fc from 'fast-check';
import { type Event, InvalidEvent, type ReceivedMessage, registry, toEvent, toMessage } from '../src';
import { anyEvent } from './arbitrary';

const bytes = fc.uint8Array({ maxLength: 60 }).map((content) => Buffer.from(content));
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.uuid(), fc.constantFrom(...registry.keys(), '1.0'));
const anything = fc.oneof(bytes, text, text.map(Buffer.from));
const headerValue = fc.oneof(anything, fc.array(anything, { maxLength: 3 }), fc.constant(undefined));
const headerName = fc.constantFrom(
  ...Object.keys(toMessage(fc.sample(anyEvent, 1)[0] as Event).headers),
  '__proto__',
  'tracestate',
);

const noise: fc.Arbitrary<ReceivedMessage> = fc.record(
  { key: fc.option(anything), value: fc.option(anything), headers: fc.dictionary(headerName, headerValue) },
  { requiredKeys: ['key', 'value'] },
);

// One thing of a valid message is replaced, so that what comes after the first checks is reached, too.
const damaged: fc.Arbitrary<ReceivedMessage> = fc
  .tuple(
    anyEvent.map(toMessage),
    fc.constantFrom('key', 'value', 'header'),
    headerName,
    fc.option(anything),
    headerValue,
  )
  .map(([message, part, name, content, header]) =>
    part === 'header'
      ? { ...message, headers: { ...message.headers, [name]: header } }
      : { ...message, [part]: content },
  );

// What is let through keeps what toEvent promises.
function expectSound(event: Event, message: ReceivedMessage): void {
  expect(event.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(new Date(event.time).toISOString()).toBe(event.time);
  expect(event.subject).toBe(message.key?.toString());
  expect(registry.get(event.type)?.errorsIn(event.data) ?? []).toEqual([]);
}

function read(message: ReceivedMessage): Event | undefined {
  try {
    return toEvent(message, 'order-events');
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidEvent);
    expect((error as InvalidEvent).errors.length).toBeGreaterThan(0);
    return undefined;
  }
}

describe('a message that is garbage', () => {
  it.each([
    ['noise', noise],
    ['a damaged event', damaged],
  ])('throws InvalidEvent and nothing else: %s', (_, messages) => {
    fc.assert(
      fc.property(messages, (message) => {
        const event = read(message);
        if (event) expectSound(event, message);
      }),
      { numRuns: 1000 },
    );
  });

  it('throws InvalidEvent for data nested deeper than any stack', () => {
    const message = toMessage(fc.sample(anyEvent, 1)[0] as Event);
    const depth = 200_000;
    const value = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => toEvent({ ...message, value }, 'order-events')).toThrow(InvalidEvent);
  });
});
