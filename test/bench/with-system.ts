import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServiceName, type System, startTemporarySystem } from '@spillway/local';

/** Takes traces and forgets them, so that exporting them is part of what is measured. */
async function traceSink(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => request.resume().on('end', () => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Settings of every measured service: what production runs with. */
const production = (traces: string) => ({
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'json',
  OTEL_EXPORTER_OTLP_ENDPOINT: traces,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0.01',
});

/** Runs `measure` on a fresh system of its own: release build, fsync on, metrics and logs on, traces sampled 1 %. */
export async function withSystem<T>(
  services: ServiceName[],
  env: Partial<Record<ServiceName, Record<string, string>>>,
  measure: (system: System) => Promise<T>,
): Promise<T> {
  const traces = await traceSink();
  const settings = Object.fromEntries(services.map((name) => [name, { ...production(traces.url), ...env[name] }]));
  const system = await startTemporarySystem({ services, env: settings });
  try {
    return await measure(system);
  } finally {
    await system.stop();
    traces.close();
  }
}

/** `times` results, one after the other. */
export async function repeat<T>(times: number, once: (run: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < times; run++) results.push(await once(run));
  return results;
}
