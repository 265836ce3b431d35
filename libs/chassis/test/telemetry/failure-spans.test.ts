import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OutgoingMessage } from '../../src/kafka';
import { settling } from '../../src/kafka/consumer/consumer';
import { redriveCountHeader } from '../../src/kafka/consumer/dead-letter-headers';
import { type Delivery, InvalidDelivery, type Process } from '../../src/kafka/consumer/delivery';
import { testKafka } from '../../src/testing';
import { deliveriesOf, neverAborted } from '../kafka/support/deliveries';
import { anEvent } from '../kafka/support/events';
import { exporter, turnOff, turnOn } from './recording';

afterEach(turnOff);

const trace = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${trace}-b7ad6b7169203331-01`;
const delays = { retry: { initialMs: 1, maxMs: 2 }, waiting: { initialMs: 1, maxMs: 2 } };

/** A delivery of a traced event, as it is, or with what is given. */
function delivery(given: Partial<Delivery> = {}): Delivery {
  const [plain] = deliveriesOf(['a']);
  if (!plain) throw new Error('no delivery was made');
  return { ...plain, event: { ...anEvent(plain.topic, 'a', {}), traceparent }, ...given };
}

/** Works on the delivery and gives the spans this left. */
async function spansOf(inner: Process, of: Delivery = delivery()): Promise<readonly ReadableSpan[]> {
  turnOn({ ratio: 0 });
  const kafka = { config: testKafka({ maxAttempts: 3 }), publish: async (_: readonly OutgoingMessage[]) => undefined };
  await settling({ kafka, group: 'testers', delays }, inner)([of], { signal: neverAborted() });
  return exporter.getFinishedSpans();
}

const named = (spans: readonly ReadableSpan[], name: RegExp) => spans.filter((span) => name.test(span.name));

it('shows each failed try, and the sending to the dead letters, below the processing', async () => {
  const spans = await spansOf(() => Promise.reject(new RangeError('jane@example.org')));
  const [processing] = named(spans, /^process /);
  const retries = named(spans, /^retry /);
  const [letter, ...more] = named(spans, /^send .*-testers-dlq$/);
  expect(retries.map(({ attributes }) => attributes)).toEqual(
    [1, 2].map(() => expect.objectContaining({ 'spillway.retry.reason': 'unknown', 'error.type': 'RangeError' })),
  );
  expect(letter?.attributes).toMatchObject({
    'spillway.dead_letter.reason': 'failed',
    'messaging.destination.name': letter?.name.replace('send ', ''),
  });
  expect(more).toEqual([]);
  for (const span of [...retries, letter]) {
    expect(span?.parentSpanContext?.spanId).toBe(processing?.spanContext().spanId);
    expect(span?.spanContext().traceId).toBe(trace);
  }
  expect(JSON.stringify(spans.map(({ attributes, status }) => ({ attributes, status })))).not.toContain('jane');
});

it('shows a wait for a dependency as one span, however often it was tried', async () => {
  let tries = 0;
  const spans = await spansOf(async () => {
    if (++tries < 5) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  expect(named(spans, /^retry /).map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({ 'spillway.retry.reason': 'transient', 'error.type': 'ECONNREFUSED' }),
  ]);
});

it('shows that a message nobody can read was put aside, in the trace of who wrote it', async () => {
  const unreadable = new InvalidDelivery(new SyntaxError('no JSON'));
  const spans = await spansOf(
    () => Promise.reject(unreadable.error),
    delivery({ event: unreadable, headers: { traceparent: Buffer.from(traceparent) } }),
  );
  const [letter] = named(spans, /-dlq$/);
  expect(letter?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
});

it('says of a redriven message how often it was sent back', async () => {
  const spans = await spansOf(async () => undefined, delivery({ headers: { [redriveCountHeader]: Buffer.from('2') } }));
  expect(named(spans, /^process /)[0]?.attributes['spillway.redrive.count']).toBe(2);
});

it('makes nothing for what is not recorded', async () => {
  const unsampled = { ...anEvent('order-events', 'a', {}), traceparent: traceparent.replace(/1$/, '0') };
  expect(await spansOf(() => Promise.reject(new Error('no')), delivery({ event: unsampled }))).toEqual([]);
});
