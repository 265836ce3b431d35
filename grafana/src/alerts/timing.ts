/** Says a time in Prometheus' way. Drills give one that is shorter than life: an operator waits hours, a test must not. */
export type Timing = (seconds: number) => string;

export const minutes = (count: number): number => count * 60;
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);

const units = [
  ['d', days(1)],
  ['h', hours(1)],
  ['m', minutes(1)],
  ['s', 1],
] as const;

/** As it is: 300 is `5m`, 5400 is `90m`. */
export const inFull: Timing = (seconds) => {
  const [unit, length] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
};

/** Everything shorter by the factor, but no window under `shortest` seconds: a rate needs some scrapes. */
export const shortened =
  (factor: number, shortest: number): Timing =>
  (seconds) =>
    seconds === 0 ? '0s' : inFull(Math.max(shortest, Math.round(seconds / factor)));
