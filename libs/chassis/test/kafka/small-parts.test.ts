import fc from 'fast-check';
import { classify, Permanent, Transient } from '../../src/errors';
import { forwardableHeaders, headerText } from '../../src/kafka/consumer/dead-letter-headers';
import { isDependencyDown } from '../../src/kafka/consumer/dependency-down';
import { settledOffsets } from '../../src/kafka/consumer/offsets';
import { ProcessingTimeout } from '../../src/kafka/consumer/timeout';
import { KafkaBufferFull } from '../../src/kafka/producer/errors';
import { stablePartitioner } from '../../src/kafka/producer/partitioner';
import { retryDelayMs, waitBeforeRetry } from '../../src/kafka/retry-delay';

describe('settled offsets', () => {
  const at = (offset: string) => ({ topic: 't', partition: 1, offset });

  it('name the next offset to read, once', () => {
    const offsets = settledOffsets();
    offsets.settle('t', 1, '9007199254740993');
    expect(offsets.takeChanged()).toEqual([at('9007199254740994')]);
    expect(offsets.takeChanged()).toEqual([]);
  });

  it('take a failed commit back, with what is settled by now', () => {
    const offsets = settledOffsets();
    offsets.settle('t', 1, '4');
    const taken = offsets.takeChanged();
    offsets.settle('t', 1, '8');
    offsets.putBack(taken);
    expect(offsets.takeChanged()).toEqual([at('9')]);
  });

  it('forget everything of an old assignment', () => {
    const offsets = settledOffsets();
    offsets.settle('t', 1, '4');
    const taken = offsets.takeChanged();
    offsets.clear();
    offsets.putBack(taken);
    expect(offsets.takeChanged()).toEqual([]);
  });
});

describe('retry delays', () => {
  it('stay between a tenth of the step and the step, and the step below its limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, initialMs, maxMs, random) => {
          const step = Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 20));
          const delay = retryDelayMs(attempt, { initialMs, maxMs }, () => random);
          expect(delay).toBeGreaterThanOrEqual(Math.floor(step / 10));
          expect(delay).toBeLessThanOrEqual(Math.ceil(step));
        },
      ),
    );
  });

  it('end early, without an error, when there is no use in waiting', async () => {
    const stop = new AbortController();
    const waiting = waitBeforeRetry(20, { maxMs: 60_000, signal: stop.signal });
    stop.abort();
    await waiting;
    await waitBeforeRetry(20, { maxMs: 60_000, signal: stop.signal });
  });
});

describe('headers of a dead letter', () => {
  it('pass on text, bytes and lists, and make text of what kafkajs would throw on', () => {
    const bytes = Buffer.from([0, 255]);
    const given = {
      text: 'a',
      bytes,
      list: ['a', bytes],
      number: 7,
      truth: false,
      nothing: null,
      gone: undefined,
      odd: {},
    };
    expect(forwardableHeaders(given)).toEqual({
      text: 'a',
      bytes,
      list: ['a', bytes],
      number: '7',
      truth: 'false',
      nothing: '',
    });
  });

  it('are read as Kafka does: the last of several counts', () => {
    expect(headerText([Buffer.from('first'), Buffer.from('last')])).toBe('last');
    expect(headerText(null)).toBeUndefined();
    expect(headerText([])).toBeUndefined();
  });
});

describe('a failure', () => {
  const because = (cause: unknown) => new Error('outer', { cause });
  const kafkajs = (name: string, retriable: boolean) => Object.assign(new Error(name), { name, retriable });

  it.each([
    ['a refused connection', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    ['fetch without a connection', new TypeError('fetch failed', { cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })],
    ['fetch without an answer', new TypeError('fetch failed', { cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } })],
    ['a client that waits no longer', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['a transient cause', because(because(new Transient('busy')))],
    ['PostgreSQL shutting down', because({ code: '57P01' })],
    ['our own full buffer', new KafkaBufferFull(1)],
    ['a broker out of reach', kafkajs('KafkaJSNumberOfRetriesExceeded', false)],
    ['a retriable answer of the broker', kafkajs('KafkaJSProtocolError', true)],
  ])('is waited for: %s', (_, error) => {
    expect(isDependencyDown(error)).toBe(true);
  });

  it.each([
    ['a permanent one, whatever its cause', new Permanent('no', 'no', { cause: new Transient('busy') })],
    ['a handler that never ends', new ProcessingTimeout(30_000)],
    ['a wrong statement', because({ code: '42601' })],
    ['a message the broker refuses', kafkajs('KafkaJSProtocolError', false)],
    ['no error at all', undefined],
    [
      'a cycle of causes',
      (() => {
        const error = new Error('round');
        error.cause = error;
        return error;
      })(),
    ],
  ])('is not waited for: %s', (_, error) => {
    expect(isDependencyDown(error)).toBe(false);
  });

  it('of an invalid event is permanent', () => {
    expect(classify(because({ code: 'INVALID_EVENT' }))).toBe('permanent');
  });
});

describe('the partition of a message', () => {
  const partitionMetadata = [0, 1, 2, 3, 4].map((partitionId) => ({ partitionId, leader: 1 })) as never;

  it('is that of Java for a key, and stays the same at every try without one', () => {
    const partition = stablePartitioner();
    const of = (message: { key: string | null; value: string }) =>
      partition({ topic: 't', partitionMetadata, message });
    expect(of({ key: 'some-key', value: '' })).toBe(of({ key: 'some-key', value: '' }));
    const keyless = { key: null, value: 'x' };
    const first = of(keyless);
    const others = Array.from({ length: 20 }, () => of({ key: null, value: 'x' }));
    expect(new Set(others).size).toBeGreaterThan(1);
    expect(Array.from({ length: 20 }, () => of(keyless))).toEqual(Array(20).fill(first));
  });
});
