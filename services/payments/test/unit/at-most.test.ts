import { atMost } from '../../src/provider/at-most';

it('runs no more than its limit at once, each in its turn', async () => {
  const inTurn = atMost(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (id: number) =>
    inTurn(async () => {
      most = Math.max(most, ++running);
      order.push(id);
      await new Promise(setImmediate);
      running--;
    });

  await Promise.all([1, 2, 3, 4, 5, 6, 7].map(work));
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('hands its place on when work fails, and starts nothing that was given up while waiting', async () => {
  const inTurn = atMost(1);
  const given = new AbortController();
  const started: string[] = [];
  const failing = inTurn(async () => {
    await new Promise(setImmediate);
    throw new Error('broken');
  });
  const abandoned = inTurn(async () => started.push('abandoned'), given.signal);
  const last = inTurn(async () => started.push('last'));
  given.abort();

  const outcomes = await Promise.allSettled([failing, abandoned, last]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(started).toEqual(['last']);
});
