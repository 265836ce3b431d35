import { spawn } from 'node:child_process';

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Written to the command's standard input. */
  input?: string;
  timeoutMs?: number;
  /** Called for every line the command says on standard error, as it comes. */
  onLine?: (line: string) => void;
}

/** A command that ended badly, with the last lines of what it said. */
export class CommandFailed extends Error {
  readonly code = 'COMMAND_FAILED';
  constructor(
    command: string,
    readonly output: string,
    readonly exitCode: number | null,
  ) {
    super(`${command}: exit code ${exitCode}\n${output.trim().split('\n').slice(-15).join('\n')}`);
    this.name = 'CommandFailed';
  }
}

/** Runs a command to its end and gives what it printed on standard output. @throws CommandFailed */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, input, timeoutMs, onLine } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      if (onLine) for (const line of chunk.split('\n').filter(Boolean)) onLine(line);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(stdout);
      reject(new CommandFailed([command, ...args].join(' '), `${stdout}\n${stderr}`, code));
    });
    child.stdin.on('error', () => undefined); // it may end without reading; its exit code says what matters
    child.stdin.end(input ?? '');
  });
}
