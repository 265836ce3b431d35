import type { Verdict } from '../../checker/verdict';
import type { About } from './about';
import type { Figures, Row } from './figures';
import { ratePerReplica, type Setting, work } from './settings';

export interface Run {
  setting: Setting;
  about: About;
  figures: Figures;
  rows: Row[];
  verdict: Verdict;
  /** What the HPA said it did, in order. */
  rescales: string[];
}

const second = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? 'never' : `${value.toFixed(0)} s`;

const lines: [string, (run: Run) => string][] = [
  ['Burst until the first new replica is ready', ({ figures }) => second(figures.secondsToFirstNewReplica)],
  ['Most replicas, ready after', ({ figures }) => `${figures.mostReplicas}, ${second(figures.secondsToMostReplicas)}`],
  ['Burst until drained', ({ figures }) => second(figures.secondsToDrain)],
  ['Worst lateness of a payment', ({ figures }) => second(figures.lateness.worst)],
  ['Median and 99th percentile', ({ figures: { lateness } }) => `${second(lateness.median)}, ${second(lateness.p99)}`],
  [
    `Payments within the target of ${work.targetSeconds} s`,
    ({ figures }) => `${(figures.lateness.shareWithinTarget * 100).toFixed(0)} %`,
  ],
  ['Rebalances', ({ figures }) => String(figures.rebalances)],
  ['Time that members spent joining, together', ({ figures }) => `${figures.joinSeconds.toFixed(1)} s`],
  ['Messages begun and given up at rebalances', ({ figures }) => String(figures.abandoned)],
  ['Calls to the provider repeated under their key', ({ figures }) => String(figures.repeatedCalls)],
  ['Back to the minimum after', ({ figures }) => second(figures.secondsToMinimum)],
  [
    'Messages lost, effects doubled',
    ({ verdict }) =>
      verdict.findings.length === 0
        ? '0, 0'
        : verdict.findings.map(({ what, count }) => `${what}: ${count}`).join('; '),
  ],
  ['Load averages at the end (1, 5, 15 minutes)', ({ about }) => about.load],
  ['Measured on', ({ about }) => about.date],
];

/** The report for people. What follows from it is written by whoever has looked at the numbers: docs/scaling.md. */
export function document(runs: readonly Run[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const names = runs.map(({ setting }) => setting.name);
  return `# Scaling by lateness, measured

Written by \`make scale-proof\`; numbers and timeline in [scale.json](scale.json).

${work.burst.toLocaleString('en')} orders come at once. Payments is slowed to ${ratePerReplica} messages a second and replica (${work.maxConcurrent} calls at once of
${work.latencyMs} ms each), and an order is two messages for it: authorize, then capture. The owner's values are
\`targetSeconds: ${work.targetSeconds}\`, \`messagesPerSecondPerReplica: ${ratePerReplica}\`, ${work.minReplicas} to ${work.maxReplicas} replicas, from which the chart derives
\`lagThreshold: ${work.targetSeconds * ratePerReplica}\`. One replica alone would need ${((2 * work.burst) / ratePerReplica).toFixed(0)} s, ${work.maxReplicas} together ${((2 * work.burst) / ratePerReplica / work.maxReplicas).toFixed(0)} s.
KEDA and the HPA are the real ones, and so are Kafka, PostgreSQL, TLS, rights and network policies.

![Lag, replicas and throughput over time](scale.svg)

${row(['', ...names])}
${row(['---', ...names.map(() => '---')])}
${lines.map(([what, read]) => row([what, ...runs.map(read)])).join('\n')}

${runs.map(({ setting }) => `- **${setting.name}**: ${setting.about}.`).join('\n')}

Everything on one machine. ${runs.map(({ setting, about }) => `${setting.name}: ${about.machine}; ${about.versions}.`).join(' ')}

## What the HPA did

${runs.map(({ setting, rescales }) => `${setting.name}:\n\n${rescales.map((line) => `- ${line}`).join('\n')}`).join('\n\n')}
`;
}
