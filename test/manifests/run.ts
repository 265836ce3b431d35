import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export type Tool = 'actionlint' | 'hadolint' | 'helm' | 'kubeconform' | 'kustomize' | 'shellcheck';

/**
 * Runs one of the tools that scripts/install-k8s-tools has put under .tools/bin, from the root of the tree.
 * A tool that is not there is an error, never a reason to skip: what is not checked must not look checked.
 */
export function tool(name: Tool, args: string[], input = ''): Promise<Outcome> {
  const program = join(root, '.tools/bin', name);
  if (!existsSync(program)) throw new Error(`${name} is not installed: run scripts/install-k8s-tools`);
  return run(program, args, { input });
}

/** Runs a program and answers with what it said, whatever its exit code. */
export function run(
  program: string,
  args: string[],
  { input = '', cwd = root, env = {} }: { input?: string; cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        said[stream] += chunk;
      });
    }
    child.once('error', fail).once('close', (code) => done({ code, ...said }));
    // A program that ends without reading all of its input has said what it had to say.
    child.stdin.on('error', (error: NodeJS.ErrnoException) => error.code === 'EPIPE' || fail(error)).end(input);
  });
}
