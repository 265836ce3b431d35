import type { Service } from './list.mts';

const generic = (path: string) => ({ type: 'generic', path });

/** release-please-config.json: a service and its chart are two components that are released together. */
export function releaseConfig(text: string, services: readonly Service[]): string {
  const config = JSON.parse(text);
  const added = services.flatMap(({ name }) => [
    [`services/${name}`, { component: name }],
    [
      `charts/${name}`,
      {
        component: `${name}-chart`,
        'release-type': 'simple',
        'extra-files': [generic('Chart.yaml'), generic('values.yaml')],
      },
    ],
  ]);
  const packages = sorted({ ...config.packages, ...Object.fromEntries(added) });
  const plugins = services
    .map(({ name }) => ({ type: 'linked-versions', groupName: name, components: [name, `${name}-chart`] }))
    .sort((a, b) => (a.groupName < b.groupName ? -1 : 1));
  const shortList = /\[\n\s*("[\w-]+"),\n\s*("[\w-]+")\n\s*\]/g;
  return `${JSON.stringify({ ...config, packages, plugins }, null, 2).replace(shortList, '[$1, $2]')}\n`;
}

/** .release-please-manifest.json: what is there keeps its version, for that file is release-please's own. */
export function releaseManifest(text: string, services: readonly Service[]): string {
  const added = services.flatMap(({ name, version }) => [
    [`services/${name}`, version],
    [`charts/${name}`, version],
  ]);
  return `${JSON.stringify(sorted({ ...Object.fromEntries(added), ...JSON.parse(text) }), null, 2)}\n`;
}

const sorted = (entries: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
