import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import type { ServiceIdentity } from '../config/identity';

/** Node's and the process' own metrics (CPU, memory, event-loop lag, garbage collection) and what is running. Once per process. */
export function processMetrics({ service, version }: ServiceIdentity): void {
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) {
    collectDefaultMetrics({ eventLoopMonitoringPrecision: 10 });
  }
  if (register.getSingleMetric('build_info') !== undefined) return;
  new Gauge({ name: 'build_info', help: 'What is running; always 1', labelNames: ['service', 'version', 'node'] }).set(
    { service, version, node: process.version },
    1,
  );
}
