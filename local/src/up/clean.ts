import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOf } from '../errors';
import { removeContainers } from '../kafka/docker-broker';
import { releaseLock } from '../lock';
import { repositoryRoot } from '../root';
import { lockSystem } from './only-one';

// make clean: removes data, logs and results. Not under a running system.

async function main(): Promise<void> {
  const folder = join(repositoryRoot(), '.local');
  const lock = lockSystem(folder);
  try {
    await removeContainers(join(folder, 'kafka'));
    await rm(folder, { recursive: true, force: true });
    process.stdout.write('removed .local/\n');
  } finally {
    releaseLock(lock);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exit(1);
});
