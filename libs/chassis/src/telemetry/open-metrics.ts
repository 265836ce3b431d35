import type { Registry } from 'prom-client';

interface Sample {
  readonly metricName?: string;
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly sharedLabels?: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** prom-client's own histograms have null where there is none. */
  readonly exemplar?: {
    readonly labelSet: Readonly<Record<string, string>>;
    readonly value: number;
    readonly timestamp: number;
  } | null;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly Sample[];
}

/**
 * The registry in OpenMetrics 1.0. prom-client can write it, too, but only for a registry as a whole, and renames the counters
 * in it while doing so: the classic format, asked for next, would then have lost their `_total`.
 */
export async function openMetrics(registry: Registry): Promise<string> {
  const families = await Promise.all(registry.getMetricsAsArray().map((metric) => readFamily(metric)));
  return `${families.map(written).join('')}# EOF\n`;
}

// What the registry calls, too; its types leave it out.
const readFamily = (metric: object): Promise<Family> => (metric as { get(): Promise<Family> }).get();

function written({ name, help, type, values }: Family): string {
  const isCounter = type === 'counter' && name.endsWith('_total');
  const family = isCounter ? name.slice(0, -'_total'.length) : name;
  const kind = type === 'counter' && !isCounter ? 'unknown' : type;
  const head = `# HELP ${family} ${escaped(help)}\n# TYPE ${family} ${kind}\n`;
  return head + values.map((sample) => line(name, sample)).join('');
}

function line(name: string, { metricName = name, labels, sharedLabels, value, exemplar }: Sample): string {
  const sample = `${metricName}${labelled({ ...sharedLabels, ...labels })} ${numeral(value)}`;
  if (!exemplar) return `${sample}\n`;
  const { labelSet, value: seen, timestamp } = exemplar;
  return `${sample} # ${labelled(labelSet)} ${numeral(seen)} ${timestamp.toFixed(3)}\n`;
}

function labelled(labels: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function numeral(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
