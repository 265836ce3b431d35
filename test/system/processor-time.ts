import { readdirSync, readFileSync } from 'node:fs';

/** The tick of the times in /proc: 100 a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Times {
  readonly parent: number;
  /** Of the process itself, user and system. */
  readonly own: number;
  /** Of those of its children that have ended. */
  readonly ofEnded: number;
}

/** What comes after the name, which may have spaces and brackets of its own. */
function timesOf(pid: number): Times {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number) => fields[number - 3] ?? Number.NaN; // proc(5) counts from 1, and the name is the second
  return { parent: field(4), own: field(14) + field(15), ofEnded: field(16) + field(17) };
}

/** Of a process that has ended meanwhile: nothing, its parent has it. */
function timesIfThere(pid: number): Times | undefined {
  try {
    return timesOf(pid);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Seconds that a process has kept a core busy. */
export const processorSeconds = (pid: number): number => timesOf(pid).own / ticksPerSecond;

/** The same of a process and its children, those that have ended included: what a PostgreSQL server takes. */
export function processorSecondsWithChildren(pid: number): number {
  const { own, ofEnded } = timesOf(pid);
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = others.map((name) => timesIfThere(Number(name))).filter((times) => times?.parent === pid);
  return children.reduce((sum, times) => sum + (times?.own ?? 0), own + ofEnded) / ticksPerSecond;
}
