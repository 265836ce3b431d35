import { prometheusRule, ruleFiles, ruleSpec } from './alerts/files';
import { cataloguePage } from './catalogue/page';
import { dashboardJson, dashboards } from './dashboards/files';

/** Where nothing lies that is not made here, as seen from this package. */
export const madeHere = [
  'alerts/*.yaml',
  'dashboards/*.json',
  '../charts/spillway/alerts/*.json',
  '../charts/spillway/dashboards/*.json',
] as const;

/** Every generated file, by its path as seen from this package. */
export function generated(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  // A chart reads files of its own folder only, so it has its own of each.
  for (const [name, groups] of Object.entries(ruleFiles())) {
    files.set(`alerts/${name}.yaml`, prometheusRule(name, groups));
    files.set(`../charts/spillway/alerts/${name}.json`, `${JSON.stringify(ruleSpec(groups))}\n`);
  }
  for (const [name, dashboard] of dashboards()) {
    files.set(`dashboards/${name}.json`, dashboardJson(dashboard));
    files.set(`../charts/spillway/dashboards/${name}.json`, `${JSON.stringify(dashboard)}\n`);
  }
  files.set('../docs/metrics.md', cataloguePage());
  return files;
}
