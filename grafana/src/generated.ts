import { prometheusRule, ruleFiles } from './alerts/files';
import { cataloguePage } from './catalogue/page';
import { dashboardJson, dashboards } from './dashboards/files';

/** Every generated file, by its path as seen from this package. */
export function generated(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [name, groups] of Object.entries(ruleFiles()))
    files.set(`alerts/${name}.yaml`, prometheusRule(name, groups));
  for (const [name, dashboard] of dashboards()) files.set(`dashboards/${name}.json`, dashboardJson(dashboard));
  files.set('../docs/metrics.md', cataloguePage());
  return files;
}
