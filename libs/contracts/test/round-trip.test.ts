import fc from 'fast-check';
import { type Message, registry, toEvent, toMessage } from '../src';
import { anyEvent } from './arbitrary';

const asReceived = ({ key, value, headers }: Message) => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});

describe('an event through Kafka', () => {
  it('comes out as it went in, whatever valid event it is', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(toEvent(asReceived(toMessage(event)), event.topic)).toEqual(event);
        expect(toEvent(toMessage(event), event.topic)).toEqual(event);
      }),
      { numRuns: 500 },
    );
  });

  it('is made of every type there is', () => {
    const types = new Set(fc.sample(anyEvent, 500).map(({ type }) => type));
    expect(types).toEqual(new Set(registry.keys()));
  });

  it('has no header that is not text', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { headers } = toMessage({ ...event, causationid: undefined, traceparent: undefined });
        expect(Object.values(headers).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });
});
