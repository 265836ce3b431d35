import type { Service } from './list.mts';
import { withRegion } from './region.mts';

/** charts/spillway/Chart.yaml: each service's chart is a dependency that can be switched off. */
export const umbrellaChart = (text: string, services: readonly Service[]): string =>
  withRegion(
    text,
    'services',
    services.flatMap(({ name }) => [
      `  - name: ${name}`,
      '    version: ">=0.1.0"',
      `    repository: file://../${name}`,
      `    condition: ${name}.enabled`,
    ]),
  );

export const umbrellaValues = (text: string, services: readonly Service[]): string =>
  withRegion(
    text,
    'services',
    services.flatMap(({ name }) => [`${name}:`, '  enabled: true']),
  );

/** values.schema.json: a property for each service. JSON has no comments to mark a place: the lines themselves are known. */
export function umbrellaSchema(text: string, services: readonly Service[]): string {
  const isChart = (line: string) => /^ *"[\w-]+": \{ "\$ref": "#\/definitions\/chart" \},?$/.test(line);
  const lines = text.split('\n');
  const at = lines.findIndex(isChart);
  if (at < 0) throw new Error('charts/spillway/values.schema.json has no property of a chart');
  const charts = services.map(({ name }) => `    "${name}": { "$ref": "#/definitions/chart" },`);
  return lines
    .filter((line) => !isChart(line))
    .toSpliced(at, 0, ...charts)
    .join('\n');
}
