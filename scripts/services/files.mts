import { read, type Service } from './list.mts';
import { releaseConfig, releaseManifest } from './release.mts';
import { kindValues, rootSkaffold } from './skaffold.mts';
import { umbrellaChart, umbrellaSchema, umbrellaValues } from './umbrella.mts';

const templates = 'scripts/services/templates';

/** `{{name}}` -> the value; what has no value (skaffold's own {{.IMAGE_REPO…}}) stays. */
export const filled = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (all, key: string) => String(values[key] ?? all));

function ownFiles(service: Service): Record<string, string> {
  const values = { ...service, kind: kindValues(read('charts/spillway/values-kind.yaml'), service) };
  const from = (file: string) => filled(read(`${templates}/${file}.tpl`), values);
  return {
    [`services/${service.name}/Dockerfile`]: from('Dockerfile'),
    [`services/${service.name}/skaffold.yaml`]: from('skaffold.yaml'),
  };
}

const lists: Record<string, (text: string, services: readonly Service[]) => string> = {
  'skaffold.yaml': rootSkaffold,
  'charts/spillway/Chart.yaml': umbrellaChart,
  'charts/spillway/values.yaml': umbrellaValues,
  'charts/spillway/values.schema.json': umbrellaSchema,
  'release-please-config.json': releaseConfig,
  '.release-please-manifest.json': releaseManifest,
  '.github/workflows/images.yml': (text, services) =>
    text.replace(/default: '\[.*\]'/, `default: '[${services.map(({ name }) => `"${name}"`).join(', ')}]'`),
};

/** Path, as seen from the root of the tree -> content: all that follows from there being these services. */
export const generatedFiles = (services: readonly Service[]): Record<string, string> => ({
  ...Object.assign({}, ...services.map(ownFiles)),
  ...Object.fromEntries(Object.entries(lists).map(([path, make]) => [path, make(read(path), services)])),
});
