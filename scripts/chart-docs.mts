// Writes the table of values in charts/service/README.md from the comments of its values.yaml. A comment that begins with two dashes
// describes the key below it and all that the key holds. Every value must be described, or this fails.
//   scripts/with-node node scripts/chart-docs.mts [--check]

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const chart = join(import.meta.dirname, '../charts/service');
const readme = join(chart, 'README.md');
const begin = '<!-- values: made from values.yaml by scripts/chart-docs.mts -->';
const end = '<!-- end of values -->';

interface Row {
  key: string;
  value: string;
  description: string;
}

interface Line {
  indent: number;
  key: string;
  value: string;
}

const keyLine = /^( *)([\w-]+):(?: +(.*?))?(?: +#.*)?$/;

function lineOf(text: string): Line | undefined {
  const [, indent, key, value] = keyLine.exec(text) ?? [];
  return indent === undefined || key === undefined ? undefined : { indent: indent.length, key, value: value ?? '' };
}

/** One row for every described key. The file is plain YAML in block style with an indent of two, as it is meant to be read. */
function rowsOf(yaml: string): Row[] {
  const rows: Row[] = [];
  const path: string[] = [];
  let comment: string[] = [];
  let coveredBelow = Number.POSITIVE_INFINITY;
  for (const text of yaml.split('\n')) {
    const said = /^ *# ?(.*)$/.exec(text)?.[1];
    const line = lineOf(text);
    if (said !== undefined) {
      if (said.startsWith('-- ')) comment = [said.slice(3)];
      else if (comment.length > 0) comment.push(said);
    } else if (line) {
      path.splice(line.indent / 2, path.length, line.key);
      if (line.indent <= coveredBelow) coveredBelow = Number.POSITIVE_INFINITY;
      const described = comment.length > 0;
      if (described) {
        rows.push({ key: path.join('.'), value: line.value, description: comment.join(' ') });
        coveredBelow = line.indent;
      } else if (line.value !== '' && coveredBelow === Number.POSITIVE_INFINITY) {
        throw new Error(
          `charts/service/values.yaml: ${path.join('.')} has no description (a comment "# -- …" above it)`,
        );
      }
      comment = [];
    } else if (text.trim() === '') {
      comment = [];
    }
  }
  return rows;
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ key, value, description }) => {
    const shown = value === '' ? 'see values.yaml' : `\`${cell(value)}\``;
    return `| \`${key}\` | ${shown} | ${cell(description)} |`;
  });
  return ['| Value | Default | What it is |', '|---|---|---|', ...lines].join('\n');
}

function withTable(text: string, rows: readonly Row[]): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`charts/service/README.md lacks the lines "${begin}" and "${end}"`);
  return `${text.slice(0, from + begin.length)}\n\n${table(rows)}\n\n${text.slice(to)}`;
}

const current = readFileSync(readme, 'utf8');
const wanted = withTable(current, rowsOf(readFileSync(join(chart, 'values.yaml'), 'utf8')));

if (!process.argv.includes('--check')) {
  writeFileSync(readme, wanted);
} else if (current !== wanted) {
  process.stderr.write(
    'charts/service/README.md is behind values.yaml: scripts/with-node node scripts/chart-docs.mts\n',
  );
  process.exitCode = 1;
}
