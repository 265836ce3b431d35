/** Waits after the first, second, … failed attempt: the schedule Standard Webhooks recommends, a bit over 27 hours in all. */
export const defaultSchedule: readonly number[] = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  10 * 3_600_000,
];

/**
 * How long to wait after `attempts` failed attempts; undefined when that was the last one.
 * Up to a fifth is added at random, so that what failed together does not come back together.
 */
export function waitAfter(
  attempts: number,
  schedule: readonly number[] = defaultSchedule,
  random: () => number = Math.random,
): number | undefined {
  const wait = schedule[attempts - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + random() / 5));
}
