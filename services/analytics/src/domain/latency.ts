/**
 * Histograms of durations with fixed buckets on a logarithmic scale: bucket 0 is below one millisecond, bucket i reaches from
 * 2^((i-1)/16) to 2^(i/16) milliseconds. Fixed buckets can be added up, over replicas, days and rebuilds; a percentile found in the sum
 * is that of all durations, exact to its bucket.
 */
const perDoubling = 16;
/** The last reaches to 2^32 ms (50 days) and takes all that is longer. */
const last = 32 * perDoubling;

/** A bucket's middle is off by no more than this share of the true value: 2^(1/32) - 1. */
export const errorBound = 2 ** (1 / (2 * perDoubling)) - 1;

export const bucketOf = (ms: number): number =>
  ms < 1 ? 0 : Math.min(last, 1 + Math.floor(Math.log2(ms) * perDoubling));

/** The geometric middle of a bucket, in milliseconds. */
export const middleOf = (bucket: number): number => (bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / perDoubling));

export interface BucketCount {
  readonly bucket: number;
  readonly count: number;
}

/** The durations below which these shares of all stay; undefined of none. */
export function percentiles(histogram: readonly BucketCount[], shares: readonly number[]): (number | undefined)[] {
  const sorted = [...histogram].sort((a, b) => a.bucket - b.bucket);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  return shares.map((share) => {
    let left = Math.max(1, Math.ceil(share * total));
    for (const { bucket, count } of sorted) {
      left -= count;
      if (left <= 0) return middleOf(bucket);
    }
    return undefined;
  });
}
