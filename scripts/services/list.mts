import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compiled } from '../compiled.mts';

export const root = resolve(import.meta.dirname, '../..');

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

export interface Service {
  readonly name: string;
  readonly port: number;
  /** Where skaffold brings Node's Inspector of this service. */
  readonly inspector: number;
  readonly version: string;
}

/** The services of local/src/system/services.ts, in its order. @throws when local/ has not been compiled. */
export async function readServices(): Promise<readonly Service[]> {
  const local = await compiled(import('../../local/dist/system/services.js'), 'local');
  const entries: [string, { port: number }][] = Object.entries(local.services);
  return entries.map(([name, { port }], index) => ({
    name,
    port,
    inspector: 9229 + index,
    version: JSON.parse(read(`services/${name}/package.json`)).version,
  }));
}
