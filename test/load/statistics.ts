/** The value below which `share` of the values lie (nearest rank). NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  return ranked(
    values.toSorted((a, b) => a - b),
    share,
  );
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Of no values: zeros, so that it can be written as JSON. */
export function summary(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return { p50: 0, p99: 0, max: 0 };
  return { p50: ranked(sorted, 0.5), p99: ranked(sorted, 0.99), max: ranked(sorted, 1) };
}

const ranked = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
