import { randomUUID } from 'node:crypto';
import type { Event } from '@spillway/contracts';
import { handleMessages } from '../../src/kafka/consumer/message-consumer';
import { preparer, type Work } from '../../src/kafka/consumer/prepare';
import { eventually } from '../../src/testing';
import { deliveriesOf, neverAborted } from './support/deliveries';

type Prepare = (event: Event, context: { signal: AbortSignal }) => Promise<unknown>;

function workOf(count: number, prepare: Prepare): Work[] {
  return deliveriesOf(Array.from({ length: count }, (_, index) => `k${index}`)).map((delivery) => ({
    delivery,
    event: { id: randomUUID(), subject: delivery.key } as Event,
    handler: { prepare, apply: async () => undefined },
  }));
}

const forever: Prepare = () => new Promise(() => {});

describe('preparing', () => {
  it('runs at most so many at once, each once, and remembers the results until they are forgotten', async () => {
    let running = 0;
    let most = 0;
    let calls = 0;
    const work = workOf(20, async ({ id }) => {
      calls++;
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return `result of ${id}`;
    });
    const prepared = preparer({ concurrency: 4, timeoutMs: 5_000 });
    await prepared.prepare(work, neverAborted());
    await prepared.prepare(work, neverAborted());
    expect([calls, most]).toEqual([20, 4]);
    for (const item of work) expect(prepared.resultOf(item)).toBe(`result of ${item.event.id}`);
    prepared.forget(work);
    await prepared.prepare(work.slice(0, 1), neverAborted());
    expect(calls).toBe(21);
  });

  it('names the first that failed, in order, and repeats only those that failed', async () => {
    const calls: number[] = [];
    let healed = false;
    const work = workOf(6, async ({ subject }) => {
      const index = Number(subject.slice(1));
      calls.push(index);
      if (!healed && (index === 2 || index === 4)) throw new Error(`no ${index}`);
    });
    const prepared = preparer({ concurrency: 6, timeoutMs: 5_000 });
    await expect(prepared.prepare(work, neverAborted())).rejects.toMatchObject({
      code: 'CULPRIT_FOUND',
      delivery: work[2]?.delivery,
      cause: new Error('no 2'),
    });
    healed = true;
    calls.length = 0;
    await prepared.prepare(work, neverAborted());
    expect(calls).toEqual([2, 4]);
  });

  it('gives up on what takes too long, and tells it so', async () => {
    let told: unknown;
    const work = workOf(1, (_, { signal }) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return new Promise(() => {});
    });
    const prepared = preparer({ concurrency: 1, timeoutMs: 20 });
    const timeout = expect.objectContaining({ code: 'PROCESSING_TIMEOUT' });
    await expect(prepared.prepare(work, neverAborted())).rejects.toMatchObject({ cause: timeout });
    expect(told).toEqual(timeout);
  });

  it('lets what is under way come to its end when the partition has to be given up, and begins nothing new', async () => {
    const given = new AbortController();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const work = workOf(3, ({ id }) => {
      begun.push(id);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
    const prepared = preparer({ concurrency: 2, timeoutMs: 5_000 });
    const preparing = prepared.prepare(work, given.signal);
    await eventually(() => ends.length === 2);
    given.abort();
    for (const end of ends) end();
    await expect(preparing).rejects.toMatchObject({ code: 'ABANDONED' });
    expect(begun).toHaveLength(2);

    const others = new AbortController();
    const allUnderWay = prepared.prepare(work.slice(0, 2), others.signal); // remembered: nothing is missing
    others.abort();
    await allUnderWay;
  });

  it('waits a second for what ignores its signal, and no longer', async () => {
    jest.useFakeTimers();
    try {
      const given = new AbortController();
      let end: unknown;
      const preparing = preparer({ concurrency: 1, timeoutMs: 60_000 })
        .prepare(workOf(1, forever), given.signal)
        .catch((error: unknown) => {
          end = error;
        });
      given.abort();
      await jest.advanceTimersByTimeAsync(999);
      expect(end).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      await preparing;
      expect(end).toMatchObject({ code: 'ABANDONED' });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('handling raw messages', () => {
  it('is one at a time within a key, concurrent across keys, and never repeats what succeeded', async () => {
    const deliveries = deliveriesOf(['a', 'b', 'a', null, 'b', null]);
    const handled: string[] = [];
    let failing = true;
    const process = handleMessages(
      async ({ offset }) => {
        await new Promise(setImmediate);
        if (offset === '0' && failing) throw new Error('not yet');
        handled.push(offset);
      },
      { group: 'testers', timeoutMs: 5_000 },
    );
    const context = { signal: neverAborted() };
    await expect(process(deliveries, context)).rejects.toMatchObject({ delivery: deliveries[0] });
    expect([...handled].sort()).toEqual(['1', '3', '4', '5']); // 2 waits for 0, which has its key
    failing = false;
    await process(deliveries, context);
    expect(handled.slice(4)).toEqual(['0', '2']);
  });

  it('begins nothing new when the partition has to be given up', async () => {
    const given = new AbortController();
    const handled: string[] = [];
    const process = handleMessages(
      async ({ offset }) => {
        handled.push(offset);
        given.abort();
      },
      { group: 'testers', timeoutMs: 5_000, concurrency: 1 },
    );
    await expect(process(deliveriesOf(['a', 'b', 'c']), { signal: given.signal })).rejects.toMatchObject({
      code: 'ABANDONED',
    });
    expect(handled).toEqual(['0']);
  });

  it('leaves to others what was sent back for another group', async () => {
    const handled: string[] = [];
    const process = handleMessages(async ({ offset }) => void handled.push(offset), {
      group: 'mine',
      timeoutMs: 5_000,
    });
    const [first, second, third] = deliveriesOf(['a', 'b', 'c']);
    if (!first || !second || !third) throw new Error('three were made');
    const sentBack = [
      { ...first, headers: { 'redrive-group': 'another' } },
      { ...second, headers: { 'redrive-group': 'mine' } },
      third,
    ];
    await process(sentBack, { signal: neverAborted() });
    expect(handled).toEqual(['1', '2']);
  });
});
