import { prometheusRule, ruleFiles } from './alerts/files';

/** Every generated file, by its path in this package. */
export function generated(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [name, groups] of Object.entries(ruleFiles()))
    files.set(`alerts/${name}.yaml`, prometheusRule(name, groups));
  return files;
}
