import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './processes/alive';

/** Runs the work while holding the lock file; waits for another holder, and takes over from one that has died. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (takeLock(file) !== undefined) await pause(100);
  try {
    return await work();
  } finally {
    releaseLock(file);
  }
}

/** Takes the lock file, unless somebody alive holds it: then gives that one's process id. */
export function takeLock(file: string): number | undefined {
  const candidate = `${file}.${process.pid}`;
  writeFileSync(candidate, `${process.pid} ${startOf(process.pid)}`);
  try {
    for (;;) {
      // link() is atomic and the file is complete at once, so nobody ever reads a lock without an owner in it.
      if (linked(candidate, file)) return undefined;
      const holder = holderOf(file);
      if (holder !== undefined) return holder;
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(candidate, { force: true });
  }
}

/** Gives back a lock that takeLock gave. */
export const releaseLock = (file: string): void => rmSync(file, { force: true });

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  const [pid, start] = (readIfThere(file) ?? '').split(' ');
  const holder = Number(pid);
  return holder > 0 && isAlive(holder) && startOf(holder) === start ? holder : undefined;
}

/** Tells a process from a later one that was given the same id; empty where the system has no /proc. */
const startOf = (pid: number): string =>
  readIfThere(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')[19] ?? '';

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
