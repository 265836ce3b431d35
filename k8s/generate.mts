// Writes what Kubernetes must know of libs/contracts: topics, users and their rights, databases, the topology for the charts.
//   node k8s/generate.mts [--check]
// --check writes nothing, names what has drifted and exits with 1.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readContracts } from './generator/contracts.mts';
import { generatedFiles } from './generator/files.mts';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const stored = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const files = Object.entries(generatedFiles(await readContracts()));
const drifted = files.filter(([path, content]) => stored(path) !== content);

if (values.check) {
  for (const [path] of drifted) process.stdout.write(`drifted from libs/contracts: ${path}\n`);
  if (drifted.length > 0) {
    process.stdout.write('make manifests writes them anew\n');
    process.exitCode = 1;
  }
} else {
  for (const [path, content] of drifted) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`written: ${path}\n`);
  }
}
