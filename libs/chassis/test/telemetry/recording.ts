import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../src/config';
import { rootShare, sampledRoot, sampler } from '../../src/telemetry/sampler';
import { useTracing } from '../../src/telemetry/tracing';

/** What has been recorded since the last turnOff. */
export const exporter = new InMemorySpanExporter();

/** Traces in this process from now on, all of them unless said. */
export function turnOn(settings: Partial<TracesConfig> = {}): void {
  const traces: TracesConfig = {
    url: 'http://unused',
    sampler: 'parentbased_traceidratio',
    ratio: 1,
    attributes: {},
    ...settings,
  };
  const provider = new TracerProvider({
    sampler: sampler(traces),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const share = rootShare(traces);
  useTracing({
    tracer: provider.getTracer('test'),
    ...(share !== undefined && { parentBased: { rootShare: share, sampledRoot } }),
  });
}

export function turnOff(): void {
  useTracing(undefined);
  exporter.reset();
}
