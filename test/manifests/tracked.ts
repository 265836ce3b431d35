import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths';
import { run } from './run';

/** Every file that git tracks or would: a new one is checked before it is committed, an ignored one never. */
export async function tracked(): Promise<string[]> {
  const { code, stdout, stderr } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard']);
  if (code !== 0) throw new Error(stderr);
  return [...new Set(stdout.split('\n'))].filter(Boolean).filter((file) => contentOf(file) !== undefined);
}

/** Nothing for a file that was deleted and is still in git's index. */
export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
