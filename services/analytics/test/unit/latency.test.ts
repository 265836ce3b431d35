import fc from 'fast-check';
import { bucketOf, errorBound, middleOf, percentiles } from '../../src/domain/latency';

const histogramOf = (durations: readonly number[]) =>
  [...Map.groupBy(durations, bucketOf)].map(([bucket, { length: count }]) => ({ bucket, count }));

describe('the histogram of durations', () => {
  it('gives percentiles that are off by no more than the bound it names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 500 }),
        fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1),
        (durations, share) => {
          const sorted = durations.toSorted((a, b) => a - b);
          const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
          const [found = 0] = percentiles(histogramOf(durations), [share]);
          expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(errorBound + 1e-9);
        },
      ),
    );
    expect(errorBound).toBeLessThan(0.022);
  });

  it('can be added up: the histogram of all is the sum of the histograms', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000)), fc.array(fc.nat(10_000)), (some, others) => {
        const shares = [0.5, 0.95];
        const added = [...histogramOf(some), ...histogramOf(others)];
        expect(percentiles(added, shares)).toEqual(percentiles(histogramOf([...some, ...others]), shares));
      }),
    );
  });

  it('has a bucket for what took no time, and one for what took too long', () => {
    expect(bucketOf(0)).toBe(0);
    expect(middleOf(0)).toBe(0);
    expect(bucketOf(1)).toBe(1);
    expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(bucketOf(2 ** 32));
    expect(percentiles([], [0.5])).toEqual([undefined]);
  });
});
