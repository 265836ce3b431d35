import { getEventListeners } from 'node:events';
import { requester } from '../../src/kafka';
import { eventually } from '../../src/testing';
import { gate, metric, type RequestScene, requestScene } from './support/request-scene';

describe('the time of a request', () => {
  let stage: RequestScene;
  beforeEach(async () => {
    stage = await requestScene({ partitions: 2 });
  });
  afterEach(() => stage.end());

  const outcome = (one: Promise<unknown>) => one.catch((error: unknown) => error);

  it('is up at the deadline where nobody answers, and not later', async () => {
    const asking = await stage.requester();
    const began = performance.now();
    const failure = await outcome(asking.send(stage.Echo, { text: 'anybody?' }, { timeoutMs: 400 }));
    const took = performance.now() - began;
    expect(failure).toMatchObject({ name: 'RequestTimeout', status: 504, code: 'no-answer' });
    expect(took).toBeGreaterThanOrEqual(398);
    expect(took).toBeLessThan(1_500);
    await expect(asking.send(stage.Echo, { text: 'x' }, { timeoutMs: 2 ** 31 })).rejects.toThrow(RangeError);
    await expect(asking.send(stage.Echo, { text: 'x' }, { timeoutMs: Number.NaN })).rejects.toThrow(RangeError);
  });

  it('is up for what is slow; the next are answered, and what nobody waits for any more is not worked on', async () => {
    const slow = gate();
    const handled: string[] = [];
    const signals: AbortSignal[] = [];
    const asking = await stage.requester();
    await stage.responder(
      async ({ text }, { signal }) => {
        handled.push(text);
        signals.push(signal);
        if (text === 'slow') await slow.opened;
        return { text };
      },
      { clockSkewMs: 0 },
    );
    const key = 'one'; // in order: what stands behind the slow one waits for it
    const first = outcome(asking.send(stage.Echo, { text: 'slow' }, { key, timeoutMs: 3_000 }));
    await eventually(() => handled.includes('slow'));
    const behind = outcome(asking.send(stage.Echo, { text: 'behind' }, { key, timeoutMs: 300 }));
    expect(await behind).toMatchObject({ code: 'no-answer' });
    expect(await first).toMatchObject({ code: 'no-answer' });
    expect(await asking.send(stage.Echo, { text: 'next' }, { key })).toEqual({ text: 'next' });
    expect(handled).toEqual(['slow', 'next']);
    expect(signals[0]?.aborted).toBe(true);
    expect(await stage.commands('late')).toBe(1);
    expect(await stage.commands('expired')).toBe(1);
    slow.open();
  });

  it('is cut by the limit of all handlers with a problem, and the command is not tried again', async () => {
    let tries = 0;
    const asking = await stage.requester();
    await stage.responder(
      () => {
        tries++;
        return new Promise(() => {});
      },
      { config: { processingTimeout: 4_000 } },
    );
    const failure = await outcome(asking.send(stage.Echo, { text: 'for ever' }, { timeoutMs: 20_000 }));
    expect(failure).toMatchObject({ status: 504, code: 'command-timeout' });
    expect(tries).toBe(1);
  });

  it('is ended by a signal, even one that has been given before; no listener stays', async () => {
    const asking = await stage.requester();
    const stop = new AbortController();
    const waiting = outcome(asking.send(stage.Echo, { text: 'x' }, { signal: stop.signal }));
    const timesOut = outcome(asking.send(stage.Echo, { text: 'x' }, { signal: stop.signal, timeoutMs: 50 }));
    await eventually(async () => (await metric('kafka_requests_pending')) === 2);
    expect(await timesOut).toMatchObject({ code: 'no-answer' });
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    stop.abort(new Error('the client has gone'));
    expect(await waiting).toMatchObject({ message: 'the client has gone' });
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
    expect(await metric('kafka_requests_pending')).toBe(0);
    await expect(asking.send(stage.Echo, { text: 'x' }, { signal: stop.signal })).rejects.toThrow(
      'the client has gone',
    );
  });

  it('ends with the requester: all that wait are told, and nothing is asked before its start or after its stop', async () => {
    const asking = await stage.requester();
    const waiting = Array.from({ length: 50 }, () => outcome(asking.send(stage.Echo, { text: 'x' })));
    await asking.stop?.();
    const unstarted = requester({ kafka: stage.producer, replyTopic: stage.replyTopic });
    await expect(unstarted.send(stage.Echo, { text: 'x' })).rejects.toMatchObject({ code: 'stopping' });
    for (const one of await Promise.all(waiting)) expect(one).toMatchObject({ name: 'RequesterStopped', status: 503 });
    await expect(asking.send(stage.Echo, { text: 'x' })).rejects.toMatchObject({ code: 'stopping' });
    expect(await metric('kafka_requests_pending')).toBe(0);
  });

  it('is shared by thousands: above the bound one is refused, below it each is answered', async () => {
    const open = gate();
    const asking = await stage.requester({ maxPending: 3_000 });
    await stage.responder(async ({ text }) => {
      await open.opened;
      return { text };
    });
    const asked = Array.from({ length: 3_000 }, (_, n) =>
      asking.send(stage.Echo, { text: `${n}` }, { timeoutMs: 60_000 }),
    );
    const tooMany = await outcome(asking.send(stage.Echo, { text: 'one more' }));
    expect(tooMany).toMatchObject({ name: 'TooManyRequests', status: 503, code: 'overloaded' });
    open.open();
    expect(await Promise.all(asked)).toEqual(asked.map((_, n) => ({ text: `${n}` })));
    expect(await asking.send(stage.Echo, { text: 'again' })).toEqual({ text: 'again' });
  });
});
