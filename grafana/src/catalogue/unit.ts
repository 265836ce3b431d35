import type { Metric } from './metric';

/** Endings of names, the longest first: a name says its unit. */
const units: readonly (readonly [string, string])[] = [
  ['minor_units', 'minor units of the currency'],
  ['seconds', 's'],
  ['bytes', 'bytes'],
  ['messages', 'messages'],
  ['deliveries', 'calls'],
  ['requests', 'requests'],
  ['connections', 'connections'],
  ['items', 'items'],
];

/** What is measured, as the name says it; a counter without a unit counts what its name names. */
export function unitOf({ name }: Pick<Metric, 'name'>): string {
  const bare = name.replace(/_total$/, '');
  return units.find(([ending]) => bare.endsWith(`_${ending}`))?.[1] ?? '';
}
