import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');

const stored = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * The command line of every generator of this tree. It writes the files (path, as seen from the root -> content) that differ;
 * with --check it writes nothing, names what has drifted and exits with 1.
 */
export function generate(files: Readonly<Record<string, string>>, { from, target }: { from: string; target: string }) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const drifted = Object.entries(files).filter(([path, content]) => stored(path) !== content);
  for (const [path, content] of drifted) {
    if (values.check) {
      process.stdout.write(`drifted from ${from}: ${path}\n`);
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`written: ${path}\n`);
  }
  if (values.check && drifted.length > 0) {
    process.stdout.write(`make ${target} writes them anew\n`);
    process.exitCode = 1;
  }
}
