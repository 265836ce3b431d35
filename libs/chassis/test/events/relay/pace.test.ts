import { pace } from '../../../src/events/relay/pace';

const timed = async (wait: Promise<void>) => {
  const started = performance.now();
  await wait;
  return performance.now() - started;
};

it('waits the least after it found something, and twice as long each time it did not', async () => {
  const rhythm = pace({ min: 10, max: 40 });
  await rhythm.untilNext(true);
  expect(await timed(rhythm.untilNext(false))).toBeGreaterThanOrEqual(19);
  expect(await timed(rhythm.untilNext(false))).toBeGreaterThanOrEqual(39);
  expect(await timed(rhythm.untilNext(false))).toBeGreaterThanOrEqual(39);
});

it('comes back to the least when it found something', async () => {
  const rhythm = pace({ min: 1, max: 3_600_000 });
  const longer = rhythm.untilNext(false);
  await longer;
  await rhythm.untilNext(true); // an hour otherwise
  await rhythm.untilNext(true);
});

it('ends a wait when woken, but never looks again within the least', async () => {
  const rhythm = pace({ min: 20, max: 3_600_000 });
  const first = timed(rhythm.untilNext(false));
  rhythm.wake();
  rhythm.wake();
  expect(await first).toBeGreaterThanOrEqual(19);
  rhythm.wake(); // while it worked
  expect(await timed(rhythm.untilNext(false))).toBeGreaterThanOrEqual(19);
});

it('does not let new events end a rest, and lets stop end everything', async () => {
  const rhythm = pace({ min: 5, max: 3_600_000 });
  const rest = timed(rhythm.rest(30));
  rhythm.wake();
  expect(await rest).toBeGreaterThanOrEqual(29);
  const endless = rhythm.rest(3_600_000);
  rhythm.stop();
  await endless;
  await rhythm.untilNext(false);
});
