import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalError } from '../errors';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whom PostgreSQL, which refuses to run as root, runs as; undefined where we are not root ourselves. */
export function postgresOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = accountOf('postgres') ?? accountOf('nobody');
  if (!owner) throw new LocalError('POSTGRES_USER', 'PostgreSQL refuses to run as root, and there is no user "nobody"');
  return owner;
}

/** Whether the owner may pass through every folder above the path: a clone under /root, for example, is closed to it. */
export function reachable(path: string, owner: Owner): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const shift = uid === owner.uid ? 6 : gid === owner.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
  }
  return true;
}

function accountOf(name: string): Owner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
