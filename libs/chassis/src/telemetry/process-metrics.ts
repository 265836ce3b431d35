import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import type { ServiceIdentity } from '../config/identity';

/**
 * How often the delay of the event loop is measured: by a timer, so a calm process shows this much. prom-client's 10 ms would wake
 * every process a hundred times a second, which is half of what one at rest costs.
 */
const timerMs = 100;

/** Node's and the process' own metrics (CPU, memory, event-loop lag, garbage collection) and what is running. Once per process. */
export function processMetrics({ service, version }: ServiceIdentity): void {
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) {
    collectDefaultMetrics({ eventLoopMonitoringPrecision: timerMs });
  }
  if (register.getSingleMetric('build_info') !== undefined) return;
  new Gauge({ name: 'build_info', help: 'What is running; always 1', labelNames: ['service', 'version', 'node'] }).set(
    { service, version, node: process.version },
    1,
  );
}
