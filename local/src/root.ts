import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalError } from './errors';

/** The folder of the repository; also from a copy of this package in another package's node_modules. */
export function repositoryRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'services')) && existsSync(join(folder, 'Makefile'))) return folder;
  }
  throw new LocalError('NO_REPOSITORY', `no folder above ${__dirname} holds services/ and a Makefile`);
}
