import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock';

/** Where what is downloaded or prepared once is kept, outside the tree and for all trees: `SPILLWAY_CACHE` moves it. */
export const cacheFolder = (): string => process.env.SPILLWAY_CACHE ?? join(homedir(), '.cache', 'spillway');

/**
 * The folder of the cache with this name, made by `make` if it is not there.
 * Guarantee: the folder is complete or absent, and two processes never make it at once.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await make(unfinished);
    renameSync(unfinished, folder);
  });
  return folder;
}
