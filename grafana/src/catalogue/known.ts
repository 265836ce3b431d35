import { ruleFiles } from '../alerts/files';
import { isAlert } from '../alerts/rule';
import { ofCluster, prometheusOwn } from './foreign';
import { allMetrics } from './metric';

/** What Prometheus puts on every series when it reads it. */
const whenScraped = ['namespace', 'job', 'instance', 'pod'];

/** Labels of every series that a query may ask for, by the series' name. */
export function knownSeries(): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  const add = (name: string, labels: readonly string[]) =>
    known.set(name, new Set([...(known.get(name) ?? whenScraped), ...labels]));
  for (const { name, type, labels } of [...allMetrics().values()].flat()) {
    if (type !== 'histogram') add(name, labels);
    else for (const [part, more] of parts) add(`${name}_${part}`, [...labels, ...more]);
  }
  for (const [name, { labels }] of [...prometheusOwn, ...ofCluster]) add(name, labels);
  for (const name of recorded()) add(name, (name.split(':')[0] ?? '').split('_'));
  return known;
}

const parts = [
  ['bucket', ['le']],
  ['sum', []],
  ['count', []],
] as const;

/** A recorded series is named after what it is taken by. */
const recorded = (): string[] =>
  Object.values(ruleFiles()).flatMap((groups) =>
    groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]))),
  );
