import type { Alert, Recording, RuleGroup } from './rule';
import { days, hours, inFull, minutes, type Timing } from './timing';

/** A service level objective: of all there is, how much may be bad. */
export interface Objective {
  /** Of the group of rules, and in the names of what is recorded. */
  readonly name: string;
  readonly alert: string;
  /** What the share is taken by. */
  readonly by: readonly string[];
  /** The share that has to be good, such as 0.99. */
  readonly good: number;
  /** The bad share within a window, by `by`. */
  bad(window: string): string;
  readonly summary: string;
  readonly description: string;
}

/**
 * How fast the budget of 30 days is used up, and by when somebody must know. The long window says that it matters, the
 * short one that it has not ended yet. 14.4 for an hour is 2 % of the budget, 6 for six hours 5 %, 3 for a day and 1 for
 * three days 10 %.
 */
const burns = [
  { rate: 14.4, long: hours(1), short: minutes(5), for: minutes(2), severity: 'critical' },
  { rate: 6, long: hours(6), short: minutes(30), for: minutes(15), severity: 'critical' },
  { rate: 3, long: days(1), short: hours(2), for: hours(1), severity: 'warning' },
  { rate: 1, long: days(3), short: hours(6), for: hours(3), severity: 'warning' },
] as const;

const windows = [...new Set(burns.flatMap(({ long, short }) => [long, short]))].sort((a, b) => a - b);

/** The series with the bad share of a window: its name speaks of the full window, also where a drill shortens it. */
export const badShare = ({ by, name }: Pick<Objective, 'by' | 'name'>, window: number): string =>
  `${by.join('_')}:${name}_bad:ratio_rate${inFull(window)}`;

export function burnRates(objective: Objective, time: Timing): RuleGroup {
  const recordings: Recording[] = windows.map((window) => ({
    record: badShare(objective, window),
    expr: objective.bad(time(window)),
  }));
  // 1 - 0.999 is 0.0010000000000000009.
  const budget = Number((1 - objective.good).toFixed(6));
  const alerts: Alert[] = burns.map((burn) => ({
    alert: objective.alert,
    expr: [burn.long, burn.short]
      .map((window) => `${badShare(objective, window)} > ${burn.rate} * ${budget}`)
      .join('\nand\n'),
    for: time(burn.for),
    severity: burn.severity,
    labels: { long: inFull(burn.long), short: inFull(burn.short) },
    summary: objective.summary,
    description: `${objective.description} The budget of 30 days is being used up ${burn.rate} times too fast: {{ $value | humanizePercentage }} over ${inFull(burn.long)}, and it goes on.`,
  }));
  return { name: objective.name, rules: [...recordings, ...alerts] };
}
