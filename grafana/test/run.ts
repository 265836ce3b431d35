import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@spillway/local';

/** Runs promtool and answers with what it said, whether it was content or not. */
export function promtool(cwd: string, ...args: string[]): Promise<{ ok: boolean; said: string }> {
  const program = join(repositoryRoot(), '.tools/bin/promtool');
  // Never a reason to skip: what is not checked must not look checked.
  if (!existsSync(program)) throw new Error('promtool is not installed: run scripts/install-prometheus');
  return new Promise((resolve) =>
    execFile(program, args, { cwd }, (error, stdout, stderr) => resolve({ ok: !error, said: `${stdout}${stderr}` })),
  );
}
