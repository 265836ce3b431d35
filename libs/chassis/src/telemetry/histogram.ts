import { type Metric, type Registry, register } from 'prom-client';
import { isSampled, saneTraceparent } from './trace-context';

export interface PreparedHistogramOptions<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly L[];
  /** Upper bounds, ascending, without +Inf. */
  readonly buckets: readonly number[];
  readonly registry?: Registry;
}

/**
 * Notes one value. With the traceparent of what took so long, where that is recorded, the value becomes the exemplar of its
 * bucket: /metrics in the OpenMetrics format then leads from a slow bucket to a trace.
 */
export type Observe = (value: number, traceparent?: string) => void;

interface Exemplar {
  readonly labelSet: { readonly trace_id: string };
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

interface Series {
  readonly labels: Record<string, string>;
  readonly counts: Float64Array;
  /** By bucket, the latest one. */
  readonly exemplars: (Exemplar | undefined)[];
  sum: number;
}

/**
 * A histogram for hot paths. prom-client's own validates, sorts and hashes the labels at every observation, even through
 * `labels()` (0.4 µs, and garbage); here a label set is resolved once and an observation is one search and two additions
 * (0.006 µs). It registers like any other metric and reads the same on /metrics.
 */
export function preparedHistogram<const L extends string>(
  options: PreparedHistogramOptions<L>,
): (labels: Readonly<Record<L, string>>) => Observe {
  const { name, help, labelNames, registry = register } = options;
  const bounds = Float64Array.from(options.buckets);
  const all = new Map<string, Series>();
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    values: [...all.values()].flatMap(exported),
    aggregator: 'sum',
  });

  function exported({ labels, counts, sum, exemplars }: Series) {
    let count = 0;
    const upTo = (le: number | string, bucket: number) => {
      count += counts[bucket] ?? 0;
      return { labels: { le, ...labels }, value: count, metricName: `${name}_bucket`, exemplar: exemplars[bucket] };
    };
    return [
      ...Array.from(bounds, upTo),
      upTo('+Inf', bounds.length),
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: count, metricName: `${name}_count` },
    ];
  }

  /** To zero, not to nothing: those who observe keep their series. */
  function reset(): void {
    for (const series of all.values()) {
      series.counts.fill(0);
      series.exemplars.length = 0;
      series.sum = 0;
    }
  }

  // What the registry calls of a metric; its type is a union of prom-client's classes, hence the cast.
  registry.registerMetric({
    name,
    help,
    type: 'histogram',
    labelNames,
    aggregator: 'sum',
    get,
    reset,
  } as unknown as Metric);

  return (labels) => {
    const key = JSON.stringify(Object.entries(labels).sort());
    const series = all.get(key) ?? { labels, counts: new Float64Array(bounds.length + 1), exemplars: [], sum: 0 };
    all.set(key, series);
    return (value, traceparent) => {
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
      series.counts[bucket] = (series.counts[bucket] as number) + 1;
      series.sum += value;
      if (traceparent !== undefined && isSampled(traceparent)) {
        series.exemplars[bucket] = exemplarOf(value, traceparent) ?? series.exemplars[bucket];
      }
    };
  };
}

function exemplarOf(value: number, given: string): Exemplar | undefined {
  const traceparent = saneTraceparent(given);
  if (traceparent === undefined) return undefined;
  return { labelSet: { trace_id: traceparent.slice(3, 35) }, value, timestamp: Date.now() / 1_000 };
}
