import { parse, stringify } from 'yaml';
import type { Service } from './list.mts';
import { withRegion } from './region.mts';

/** What `skaffold dev` sets on kind is what the release of everything sets there. */
export function kindValues(valuesKind: string, { name }: Service): string {
  const { [name]: own, global } = parse(valuesKind, { merge: true });
  const text = stringify({ ...own, global }, { lineWidth: 0, aliasDuplicateObjects: false });
  return text.trimEnd().replace(/^/gm, ' '.repeat(10));
}

/** The skaffold.yaml at the root: requires every service, and names its image by digest in production. */
export function rootSkaffold(text: string, services: readonly Service[]): string {
  const requires = services.flatMap(({ name }) => [
    `  - path: services/${name}/skaffold.yaml`,
    `    configs: [${name}]`,
  ]);
  const digests = services.map(
    ({ name }) => `              ${name}.service.image.digest: "{{.${name.toUpperCase()}_DIGEST}}"`,
  );
  return withRegion(withRegion(text, 'services, requires', requires), 'services, digests', digests);
}
