import fc from 'fast-check';
import type { OutgoingMessage } from '../../src/kafka';
import { type CoalescingOptions, coalescing } from '../../src/kafka/producer/coalescing';
import { requests, sizeOf } from '../../src/kafka/producer/size';
import { eventually } from '../../src/testing';

const message = (value: string): OutgoingMessage => ({ topic: 't', key: null, value, headers: {} });
const options = (more: Partial<CoalescingOptions> = {}): CoalescingOptions => ({
  batchSize: 100,
  maxBatchBytes: 1_000_000,
  lingerMs: 0,
  bufferMaxMessages: 1_000,
  deliveryTimeout: 5_000,
  ...more,
});

/** A broker that answers when it is told to. */
function broker() {
  const requested: string[][] = [];
  const answers: { resolve(): void; reject(error: Error): void }[] = [];
  const send = (messages: readonly OutgoingMessage[]) => {
    requested.push(messages.map(({ value }) => String(value)));
    return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
  };
  return { requested, answers, send };
}

describe('the coalescing producer', () => {
  it('keeps the order and the bounds whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ length: fc.nat(40), pause: fc.boolean() }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 50, max: 300 }),
        fc.constantFrom(0, 1),
        async (cases, batchSize, maxBatchBytes, lingerMs) => {
          const batches: string[][] = [];
          let underWay = 0;
          const { send } = coalescing(async (messages) => {
            expect(++underWay).toBe(1);
            batches.push(messages.map(({ value }) => String(value)));
            await new Promise(setImmediate);
            underWay--;
          }, options({ batchSize, maxBatchBytes, lingerMs }));
          const sent: Promise<void>[] = [];
          const values = cases.map(({ length }, index) => `${index}${'x'.repeat(length)}`);
          for (const [index, value] of values.entries()) {
            sent.push(send(message(value)));
            if (cases[index]?.pause) await new Promise(setImmediate);
          }
          await Promise.all(sent);
          expect(batches.flat()).toEqual(values);
          for (const batch of batches) {
            expect(batch.length).toBeLessThanOrEqual(batchSize);
            const bytes = batch.reduce((sum, value) => sum + sizeOf(message(value)), 0);
            if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(maxBatchBytes);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('sends a lone message at once and lets those that come meanwhile share the next request', async () => {
    const { requested, answers, send: toBroker } = broker();
    const { send } = coalescing(toBroker, options());
    const first = send(message('1'));
    await eventually(() => answers[0]);
    const more = ['2', '3', '4'].map((value) => send(message(value)));
    answers[0]?.resolve();
    await first;
    await eventually(() => answers[1]);
    expect(requested).toEqual([['1'], ['2', '3', '4']]);
    answers[1]?.reject(new Error('refused'));
    for (const one of await Promise.allSettled(more)) expect(one.status).toBe('rejected');
  });

  it('waits the linger time for company, but not when the batch is full', async () => {
    const { requested, answers, send: toBroker } = broker();
    const { send } = coalescing(toBroker, options({ lingerMs: 60_000, batchSize: 3 }));
    const sent = ['1', '2', '3'].map((value) => send(message(value)));
    await eventually(() => answers[0]);
    expect(requested).toEqual([['1', '2', '3']]);
    answers[0]?.resolve();
    await Promise.all(sent);
  });

  it('refuses what does not fit the buffer and takes it when there is room again', async () => {
    const { answers, send: toBroker } = broker();
    const { send, drain } = coalescing(toBroker, options({ bufferMaxMessages: 2 }));
    const held = [send(message('1')), send(message('2'))];
    await expect(send(message('3'))).rejects.toMatchObject({ code: 'KAFKA_BUFFER_FULL' });
    await eventually(() => answers[0]);
    await expect(send(message('4'))).rejects.toMatchObject({ code: 'KAFKA_BUFFER_FULL' });
    answers[0]?.resolve();
    await Promise.all(held);
    const last = send(message('5'));
    const drained = drain();
    await expect(send(message('6'))).rejects.toMatchObject({ code: 'KAFKA_PRODUCER_CLOSED' });
    await eventually(() => answers[1]);
    answers[1]?.resolve();
    await Promise.all([last, drained]);
    await drain();
  });

  it('drains at once what was lingering', async () => {
    const { answers, send: toBroker } = broker();
    const { send, drain } = coalescing(toBroker, options({ lingerMs: 60_000 }));
    const sent = send(message('1'));
    const drained = drain();
    await eventually(() => answers[0]);
    answers[0]?.resolve();
    await Promise.all([sent, drained]);
  });

  it('rejects what is not acknowledged in time, and does not send later what was not under way', async () => {
    const { requested, answers, send: toBroker } = broker();
    const { send, drain } = coalescing(toBroker, options({ deliveryTimeout: 30, bufferMaxMessages: 2 }));
    const underWay = send(message('under way'));
    const late = expect(underWay).rejects.toMatchObject({ code: 'KAFKA_DELIVERY_TIMEOUT' });
    await eventually(() => answers[0]);
    await expect(send(message('waiting'))).rejects.toMatchObject({ code: 'KAFKA_DELIVERY_TIMEOUT' });
    await late;
    const next = send(message('next')).catch(() => 'late');
    answers[0]?.resolve();
    await eventually(() => answers[1]);
    expect(requested).toEqual([['under way'], ['next']]);
    answers[1]?.resolve();
    await Promise.all([next, drain()]);
  });
});

describe('requests', () => {
  it('keep order and bounds; only a single message may be too large', () => {
    const anyMessage = fc
      .record({ value: fc.string({ maxLength: 200 }), header: fc.string({ maxLength: 200 }) })
      .map(
        ({ value, header }): OutgoingMessage => ({ ...message(value), headers: { header, list: [header, header] } }),
      );
    fc.assert(
      fc.property(fc.array(anyMessage), fc.integer({ min: 1, max: 5 }), (messages, maxCount) => {
        const runs = requests(messages, { maxCount, maxBytes: 400 });
        expect(runs.flat()).toEqual(messages);
        for (const run of runs) {
          expect(run.length).toBeLessThanOrEqual(maxCount);
          const bytes = run.reduce((sum, one) => sum + sizeOf(one), 0);
          if (run.length > 1) expect(bytes).toBeLessThanOrEqual(400);
        }
      }),
    );
  });
});
