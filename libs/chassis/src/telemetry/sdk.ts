import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TelemetryConfig, TracesConfig } from '../config/telemetry';
import { rootShare, sampledRoot, sampler } from './sampler';
import { useTracing } from './tracing';

// The one module that loads the SDK; nothing imports it unless an OTLP endpoint is set.

let running: { readonly provider: TracerProvider; readonly stop: () => Promise<void> } | undefined;

/** Turns tracing on for this process, once; what it returns sends what is left and turns it off again. */
export function startSdk(identity: TelemetryConfig, traces: TracesConfig): () => Promise<void> {
  running ??= start(identity, traces);
  return running.stop;
}

/** Lets instrumentations send their spans the way ours go. */
export function traceWith(instrumentations: readonly { setTracerProvider(provider: TracerProvider): void }[]): void {
  for (const instrumentation of instrumentations) {
    if (running) instrumentation.setTracerProvider(running.provider);
  }
}

function start(identity: TelemetryConfig, traces: TracesConfig): NonNullable<typeof running> {
  const { service, version } = identity;
  const exporter = new OTLPTraceExporter({ url: traces.url, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    sampler: sampler(traces),
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version, ...traces.attributes }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: 5_000 })],
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  // fetch announces itself on a diagnostics channel: nothing is patched, and without an active recorded span nothing is made.
  const fetches = new UndiciInstrumentation({ requireParentforSpans: true });
  fetches.setTracerProvider(provider);
  const share = rootShare(traces);
  useTracing({
    tracer: provider.getTracer('@spillway/chassis'),
    ...(share !== undefined && { parentBased: { rootShare: share, sampledRoot } }),
  });

  const stop = async () => {
    running = undefined;
    useTracing(undefined);
    fetches.disable();
    await provider.shutdown();
    propagation.disable();
    context.disable();
  };
  return { provider, stop };
}
