import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { median } from '../load/statistics';

/** What was measured: the median of its runs, and what it should be. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** The aim: at least or at most this. */
  readonly aim?: { readonly atLeast?: number; readonly atMost?: number };
  /** Load of the machine (1 min) when it was taken. */
  readonly load?: number;
}

const medianOf = ({ runs }: Figure) => median(runs);
const rounded = (value: number) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));

function aimOf(figure: Figure): string {
  const { aim } = figure;
  if (!aim) return '';
  const value = medianOf(figure);
  const met = value >= (aim.atLeast ?? -Infinity) && value <= (aim.atMost ?? Infinity);
  const words = aim.atLeast === undefined ? `≤ ${rounded(aim.atMost ?? 0)}` : `≥ ${rounded(aim.atLeast)}`;
  return `${words} ${met ? '✓' : '✗'}`;
}

/** Prints the table and writes .local/bench.json. */
export function report(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.name,
    rounded(medianOf(figure)),
    figure.unit,
    figure.runs.map(rounded).join(' / '),
    aimOf(figure),
    figure.load?.toFixed(1) ?? '',
  ]);
  const table = [['figure', 'median', 'unit', 'runs', 'aim', 'load'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  const folder = resolve(__dirname, '../../../.local');
  mkdirSync(folder, { recursive: true });
  const json = figures.map((figure) => ({
    name: figure.name,
    value: medianOf(figure),
    unit: figure.unit,
    runs: figure.runs,
  }));
  writeFileSync(resolve(folder, 'bench.json'), `${JSON.stringify(json, null, 2)}\n`);
  process.stdout.write(`\n${machine()}\nwritten to .local/bench.json\n`);
}

/** The machine, and how noisy it is: how much of a second of pure counting is lost from run to run. */
export function machine(): string {
  const counts = Array.from({ length: 7 }, countForAWhile);
  const noise = ((Math.max(...counts) - Math.min(...counts)) / median(counts)) * 100;
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  return `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load}, noise ±${(noise / 2).toFixed(0)} %, Node ${process.version}`;
}

function countForAWhile(): number {
  const end = performance.now() + 100;
  let count = 0;
  while (performance.now() < end) count++;
  return count;
}

export const load = (): number => loadavg()[0] ?? 0;

/** Resident memory of a process in MB. */
export const residentMb = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
