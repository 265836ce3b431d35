import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../errors';
import { takeLock } from '../lock';

/** Makes sure that the data folder is used by one system at a time. Gives the lock file, to be released at the end. */
export function lockSystem(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'up.lock');
  const holder = takeLock(lock);
  if (holder === undefined) return lock;
  throw new LocalError(
    'ALREADY_UP',
    `the system of this tree is already up (process ${holder}): stop that one first (Ctrl-C)`,
  );
}
