import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@spillway/local';
import { parse } from 'yaml';

/** How late a group may be, as its owner says in charts/<service>/values.yaml: the same number scales it, alerts and draws the line. */
export interface Target {
  readonly service: string;
  readonly group: string;
  readonly topics: readonly string[];
  readonly seconds: number;
}

interface Values {
  service?: { name: string; lateness?: { topic: string | string[]; group?: string; targetSeconds: number } };
}

/** Of every chart that says so. Those of services that read no topic do not. */
export function targets(): readonly Target[] {
  return globSync('*/values.yaml', { cwd: join(repositoryRoot(), 'charts') })
    .sort()
    .flatMap((file) => {
      const { service } = parse(readFileSync(join(repositoryRoot(), 'charts', file), 'utf8')) as Values;
      if (!service?.lateness?.topic) return [];
      const { topic, group, targetSeconds } = service.lateness;
      return [{ service: service.name, group: group || service.name, topics: [topic].flat(), seconds: targetSeconds }];
    });
}

/** Groups of one target together: `[seconds, pattern of groups]`. */
export function byTarget(all: readonly Target[] = targets()): readonly (readonly [number, string])[] {
  const seconds = [...new Set(all.map((target) => target.seconds))].sort((a, b) => a - b);
  return seconds.map((each) => [
    each,
    all
      .filter((t) => t.seconds === each)
      .map((t) => t.group)
      .sort()
      .join('|'),
  ]);
}
