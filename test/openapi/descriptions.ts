import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot, type ServiceName, type System, serviceNames } from '@spillway/local';

const folder = join(repositoryRoot(), 'services/gateway/openapi');
export const fileOf = (name: string): string => join(folder, `${name}.json`);

const { targetNames }: { targetNames: readonly string[] } = require(
  join(repositoryRoot(), 'services/gateway/dist/targets/config.js'),
);

/** The services that the gateway passes requests on to, by its own list. Another one needs no description here. */
export const passedTo: readonly ServiceName[] = serviceNames.filter((name) => targetNames.includes(name));

/** Those whose description is stored. */
export const stored = (): string[] => globSync('*.json', { cwd: folder }).map((file) => basename(file, '.json'));

/** As a service describes itself, laid out for people. */
export async function descriptionOf(system: System, name: ServiceName): Promise<string> {
  const response = await fetch(`${system.url(name)}/openapi.json`);
  return `${JSON.stringify(await response.json(), null, 2)}\n`;
}
