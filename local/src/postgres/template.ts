import { chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../cache';
import { run } from '../processes/run';
import type { Owner } from './owner';
import { postgresProgram } from './program';

export const superuser = { user: 'postgres', password: 'postgres' };

/** An empty cluster as initdb makes it: copying it is faster than making another. */
export function postgresTemplate(
  version: string,
  owner: Owner | undefined,
  say: (line: string) => void,
): Promise<string> {
  return cached(`postgres-${version}-${owner?.uid ?? process.getuid?.() ?? 'user'}`, async (folder) => {
    say('preparing PostgreSQL (once)');
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, superuser.password);
    if (owner) {
      chownSync(folder, owner.uid, owner.gid);
      chownSync(passwordFile, owner.uid, owner.gid);
    }
    const cluster = join(folder, 'cluster');
    const args = ['-D', cluster, '-U', superuser.user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    const { command, args: all, ...rest } = postgresProgram('initdb', [...args, ...initOptions], folder, owner);
    await run(command, all, { cwd: folder, ...rest });
    rmSync(passwordFile);
  });
}

// The template is copied before use, so there is nothing to flush yet. The server itself runs with fsync.
const initOptions = ['--no-sync', '--no-instructions', '--encoding=UTF8', '--locale=C'];
