import type { System } from '@spillway/local';

/** One sample as /metrics has it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of its exemplar, where it has one. */
  readonly traceId?: string | undefined;
}

const form = /^([a-z_:][\w:]*)(?:\{(.*?)\})? (\S+)(?: # \{trace_id="(\w+)"\} \S+ \S+)?$/i;

/** Everything a running service tells, in the format that Prometheus asks for. */
export async function metricsOf(system: System, service: Parameters<System['url']>[0]): Promise<Sample[]> {
  const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
  const text = await (await fetch(`${system.url(service)}/metrics`, { headers })).text();
  if (!text.endsWith('# EOF\n')) throw new Error(`no OpenMetrics: ${text.slice(0, 200)}`);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(sampleOf);
}

function sampleOf(line: string): Sample {
  const [, name, labels = '', value, traceId] = form.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value), traceId };
}

/** What makes a series: its name and its labels. */
export const seriesOf = ({ name, labels }: Sample): string => `${name}${JSON.stringify(Object.entries(labels).sort())}`;
