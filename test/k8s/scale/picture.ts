import type { Row } from './figures';
import { type Series, svg } from './svg';

const colours = ['#1f6feb', '#d97706', '#2f855a', '#7c3aed'];

/** Lag in messages and in seconds, replicas and throughput over time: one colour a setting. */
export function picture(runs: readonly { name: string; rows: readonly Row[] }[], targetSeconds: number): string {
  const shown = runs.map(({ name, rows }) => ({ name, rows: rows.filter(({ second }) => second >= -5) }));
  const seconds = Math.max(...shown.map(({ rows }) => rows.at(-1)?.second ?? 0));
  const lines = (value: (row: Row) => number, steps = false): Series[] =>
    shown.map(({ name, rows }, index) => ({
      name,
      colour: colours[index % colours.length] ?? '#000',
      steps,
      points: rows.map((row) => [Math.max(0, row.second), value(row)] as const),
    }));
  return svg(
    [
      { title: 'Lag in messages', series: lines(({ lag }) => lag) },
      {
        title: 'Lag in seconds (age of the oldest message)',
        series: lines(({ lagSeconds }) => lagSeconds),
        target: { value: targetSeconds, name: `target ${targetSeconds} s` },
      },
      { title: 'Replicas that are ready', series: lines(({ ready }) => ready, true) },
      { title: 'Messages settled a second', series: lines(smoothed()) },
    ],
    seconds,
  );
}

/** Commits come in batches, so the mean of the last five looks is drawn. */
function smoothed() {
  const last: number[] = [];
  let before = -Infinity;
  return ({ throughput, second }: Row): number => {
    if (second < before) last.length = 0; // the next run
    before = second;
    last.push(throughput);
    if (last.length > 5) last.shift();
    return last.reduce((sum, value) => sum + value, 0) / last.length;
  };
}
