import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { document, type Run } from './document';
import { picture } from './picture';
import { settings, work } from './settings';

/**
 * What a folder holds already, so that settings can be measured one at a time. Only what the same work was done for, and
 * what the setting of that name still is: anything else is no comparison.
 */
export function measured(folder: string): Run[] {
  const file = join(folder, 'scale.json');
  if (!existsSync(file)) return [];
  const before = JSON.parse(readFileSync(file, 'utf8')) as { work: unknown; runs: Run[] };
  if (!same(before.work, work)) return [];
  return before.runs.filter(({ setting }) => settings.some((known) => same(known, setting)));
}

/** The runs with one more, which takes the place of an earlier one of its setting; in the order of the settings. */
export const withRun = (runs: readonly Run[], run: Run): Run[] =>
  settings.flatMap(({ name }) =>
    name === run.setting.name ? [run] : runs.filter(({ setting }) => setting.name === name),
  );

/** Report, numbers and picture. */
export function writeProof(folder: string, runs: readonly Run[]): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('scale.json', `${JSON.stringify({ work, runs }, rounded, 1)}\n`);
  const lines = runs.map(({ setting, rows }) => ({ name: setting.name, rows }));
  write('scale.svg', picture(lines, work.targetSeconds));
  write('scale.md', document(runs));
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
