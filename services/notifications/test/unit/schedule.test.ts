import fc from 'fast-check';
import { defaultSchedule, waitAfter } from '../../src/webhooks/schedule';

it('waits longer and longer, over a day in all, then gives up', () => {
  const waits = defaultSchedule.map((_, index) => waitAfter(index + 1, defaultSchedule, () => 0));
  expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => seconds * 1_000));
  expect(waitAfter(defaultSchedule.length + 1)).toBeUndefined();
});

it('adds a fifth at most, and never waits less than the schedule says', () => {
  const attempts = fc.integer({ min: 1, max: defaultSchedule.length });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(attempts, random, (attempt, chance) => {
      const planned = defaultSchedule[attempt - 1] ?? 0;
      const wait = waitAfter(attempt, defaultSchedule, () => chance) ?? -1;
      return wait >= planned && wait <= planned * 1.2;
    }),
  );
});

it('gives up at once where no wait is planned', () => {
  expect(waitAfter(1, [])).toBeUndefined();
});
