import { randomUUID } from 'node:crypto';
import { Transient } from '@spillway/chassis';
import fc from 'fast-check';
import { shareOf } from '../../src/provider/share-of';
import { simulatedProvider } from '../../src/provider/simulated';

const amount = { amount: 1999, currency: 'EUR' };
const healthy = { latencyMs: 0, maxConcurrent: 1_000, declineRate: 0, failureRate: 0 };
const request = (orderId: string = randomUUID()) => ({ orderId, amount, key: randomUUID() });

it('approves all, with a reference that follows from the order', async () => {
  const provider = simulatedProvider(healthy);
  expect(await provider.authorize(request('order-1'))).toEqual({ approved: true, reference: 'sim_order-1' });
});

it('gives the same answer for the same order, whoever asks and however often', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.double({ min: 0, max: 1, noNaN: true }), async (orderId, declineRate) => {
      const answers = await Promise.all(
        [1, 2].map(() => simulatedProvider({ ...healthy, declineRate }).authorize(request(orderId))),
      );
      expect(answers[0]).toEqual(answers[1]);
    }),
  );
});

it.each([0, 0.02, 0.5, 1])('declines the share it is told to: %d', async (declineRate) => {
  const provider = simulatedProvider({ ...healthy, declineRate });
  const answers = await Promise.all(Array.from({ length: 5_000 }, (_, n) => provider.authorize(request(`order-${n}`))));
  const share = answers.filter(({ approved }) => !approved).length / answers.length;
  expect(Math.abs(share - declineRate)).toBeLessThan(0.03);
});

it('fails for its share of orders as an unreachable provider would, and answers the repeat', async () => {
  const provider = simulatedProvider({ ...healthy, failureRate: 1 });
  const order = request();
  await expect(provider.authorize(order)).rejects.toThrow(Transient);
  expect(await provider.authorize(order)).toMatchObject({ approved: true });
  await expect(provider.capture({ reference: 'sim_1', amount, key: 'k' })).rejects.toThrow(Transient);
  await provider.capture({ reference: 'sim_1', amount, key: 'k' });
});

it('needs no timer without latency, and can be given up with it', async () => {
  jest.useFakeTimers();
  try {
    await simulatedProvider(healthy).authorize(request());
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
  const given = new AbortController();
  const waiting = simulatedProvider({ ...healthy, latencyMs: 10_000 }).authorize(request(), given.signal);
  given.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});

it('answers at most so many calls at once, so that a latency makes a known rate', async () => {
  const provider = simulatedProvider({ ...healthy, latencyMs: 20, maxConcurrent: 2 });
  expect(provider.concurrency).toBe(2);
  const started = performance.now();
  await Promise.all(Array.from({ length: 6 }, () => provider.authorize(request())));
  // Three turns of two; a timer may ring a millisecond early.
  expect(performance.now() - started).toBeGreaterThanOrEqual(3 * 19);
});

it('spreads texts evenly', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 20_000; i++) {
    const tenth = Math.floor(shareOf(`order-${i}`) * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(300);
});
