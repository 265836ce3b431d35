import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalError } from '../errors';
import { guard, release } from './warden';

/** A process of ours, in a process group of its own: Ctrl-C on the terminal reaches us alone, and we decide the order. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** The exit code, or null where a signal ended it. Never rejects. */
  readonly exited: Promise<number | null>;
  hasExited(): boolean;
  /** Whether we told it to end: an end that nobody asked for is news. */
  wasAsked(): boolean;
  /** Sends the signal to the whole group; a group that has ended is no mistake. */
  kill(signal: NodeJS.Signals): void;
  /** Asks with the signal, waits, and insists with SIGKILL after the time limit. */
  stop(options?: { signal?: NodeJS.Signals; timeoutMs?: number }): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  logFile: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number | undefined;
  gid?: number | undefined;
  /** Told of the process as soon as it runs. */
  started?: ((child: Child) => void) | undefined;
}

const living = new Set<Child>();
let ending = false;

/** Ends every process that was started here, and lets none be started any more: for an end in the middle of a start. */
export async function endAll(timeoutMs: number): Promise<void> {
  ending = true;
  await Promise.all([...living].map((child) => child.stop({ timeoutMs })));
}

/** Starts a process whose output goes straight into its log file: no pipe of ours to fill, slow down or break. */
export function startChild(options: ChildOptions): Child {
  if (ending) throw new LocalError('ENDING', `${options.name} is not started any more`);
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
  });
  closeSync(log);
  const started = childOf(child, options);
  living.add(started);
  void started.exited.then(() => living.delete(started));
  options.started?.(started);
  return started;
}

function childOf(child: ChildProcess, { name, logFile }: ChildOptions): Child {
  let ended = false;
  let asked = false;
  const pid = child.pid;
  const exited = new Promise<number | null>((resolve) => {
    const end = (code: number | null) => {
      ended = true;
      if (pid !== undefined) release(pid);
      resolve(code);
    };
    child.once('exit', end);
    child.once('error', () => end(127));
  });
  if (pid !== undefined) guard(pid);

  const kill = (signal: NodeJS.Signals) => {
    asked = true;
    if (pid !== undefined && !ended) killGroup(pid, signal);
  };
  return {
    name,
    pid: pid ?? 0,
    logFile,
    exited,
    hasExited: () => ended,
    wasAsked: () => asked,
    kill,
    async stop({ signal = 'SIGTERM', timeoutMs = 8_000 } = {}) {
      const insist = setTimeout(() => kill('SIGKILL'), timeoutMs);
      kill(signal);
      await exited;
      clearTimeout(insist);
    },
  };
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
