import fc from 'fast-check';
import { type Progress, progress, type Reading } from '../../src/lag/progress';

const at = (committed: bigint | undefined, end: bigint, start = 0n): Reading => ({ committed, start, end });

it('counts what is not settled', () => {
  expect(progress(undefined, at(7n, 10n), 0)).toMatchObject({ next: 7n, lag: 3n });
  expect(progress(undefined, at(10n, 10n), 0)).toMatchObject({ lag: 0n, stuckSince: undefined });
});

it('expects everything that is there from a group that has committed nothing', () => {
  expect(progress(undefined, at(undefined, 10n, 4n), 0)).toMatchObject({ next: 4n, lag: 6n });
});

it('does not count what retention has taken away', () => {
  expect(progress(undefined, at(2n, 10n, 6n), 0)).toMatchObject({ next: 6n, lag: 4n });
});

it('begins anew with a topic that was made anew', () => {
  expect(progress(undefined, at(500n, 10n), 0)).toMatchObject({ next: 0n, lag: 10n });
});

it('knows since when a group stands still with work, and forgets it when it moves or is done', () => {
  const first = progress(undefined, at(5n, 10n), 1_000);
  const still = progress(first, at(5n, 12n), 2_000);
  expect([first.stuckSince, still.stuckSince]).toEqual([1_000, 1_000]);
  expect(progress(still, at(6n, 12n), 3_000).stuckSince).toBe(3_000);
  expect(progress(still, at(12n, 12n), 3_000).stuckSince).toBeUndefined();
});

it('does not call a group stuck for the time in which it had no work', () => {
  const idle = progress(undefined, at(10n, 10n), 0);
  expect(progress(idle, at(10n, 11n), 60_000).stuckSince).toBe(60_000);
});

it('sees that a group has gone back', () => {
  const before = progress(undefined, at(9n, 10n), 0);
  expect(progress(before, at(3n, 10n), 1).rewound).toBe(true);
  expect(progress(before, at(9n, 20n), 1).rewound).toBe(false);
  expect(progress(before, at(undefined, 10n), 1).rewound).toBe(false);
});

it('never has a lag below zero, and is stuck only with work', () => {
  const offset = fc.bigInt({ min: 0n, max: 50n });
  const reading = fc
    .record({ committed: fc.option(offset, { nil: undefined }), start: offset, more: offset })
    .map(({ committed, start, more }) => ({ committed, start, end: start + more }));
  fc.assert(
    fc.property(fc.array(reading, { minLength: 1, maxLength: 20 }), (readings) => {
      let known: Progress | undefined;
      for (const [now, next] of readings.entries()) {
        known = progress(known, next, now);
        if (known.lag < 0n || (known.lag === 0n) !== (known.stuckSince === undefined)) return false;
      }
      return true;
    }),
  );
});
