import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { generated, madeHere } from './generated';

// make dashboards: writes grafana/alerts, grafana/dashboards and docs/metrics.md anew. With --check it writes nothing and says what has drifted.

const here = resolve(__dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

function drift(): string[] {
  const files = generated();
  const stale = globSync([...madeHere], { cwd: here }).filter((file) => !files.has(file));
  const changed = [...files].filter(([file, text]) => read(join(here, file)) !== text).map(([file]) => file);
  if (process.argv.includes('--check')) return [...stale, ...changed];
  for (const file of stale) rmSync(join(here, file));
  for (const file of changed) {
    mkdirSync(dirname(join(here, file)), { recursive: true });
    writeFileSync(join(here, file), files.get(file) ?? '');
    say(`wrote ${relative(process.cwd(), join(here, file))}`);
  }
  return [];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const drifted = drift();
for (const file of drifted)
  say(`${relative(process.cwd(), join(here, file))} is not what the code makes: run make dashboards`);
process.exit(drifted.length === 0 ? 0 : 1);
