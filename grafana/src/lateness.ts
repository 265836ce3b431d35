import { readFileSync } from 'node:fs';
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
  service: { name: string; lateness?: { topic: string | string[]; group?: string; targetSeconds: number } };
}

/** Services that read topics. A new one is a name more. */
const services = ['orders', 'payments', 'notifications'];

export function targets(): readonly Target[] {
  return services.map((name) => {
    const file = join(repositoryRoot(), 'charts', name, 'values.yaml');
    const { service } = parse(readFileSync(file, 'utf8')) as Values;
    if (!service.lateness) throw new Error(`${file} does not say how late ${name} may be (service.lateness)`);
    const { topic, group = service.name, targetSeconds } = service.lateness;
    return { service: service.name, group, topics: [topic].flat(), seconds: targetSeconds };
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
