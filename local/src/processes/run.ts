import { execFile } from 'node:child_process';
import { LocalError } from '../errors';

/** Runs a command to its end and gives what it printed. Its errors carry the last lines it said. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number; timeoutMs?: number } = {},
): Promise<string> {
  const { timeoutMs = 0, ...rest } = options;
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { ...rest, timeout: timeoutMs, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (!error) return resolve(`${stdout}${stderr}`);
      const said = `${stdout}${stderr}`.trim().split('\n').slice(-15).join('\n');
      reject(
        new LocalError('COMMAND_FAILED', `${command} ${args.join(' ')}: ${error.message}\n${said}`, { cause: error }),
      );
    });
  });
}
