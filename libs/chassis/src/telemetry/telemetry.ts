import type { TelemetryConfig } from '../config/telemetry';
import type { Part } from '../lifecycle/part';
import { identify } from './identity';
import { levelBySignal } from './level-by-signal';
import { logger } from './logger';
import { processMetrics } from './process-metrics';

const log = logger('telemetry');

/** How long the last spans may take to leave; a collector that is down must not use up the time others need to stop. */
const lastSpans = 3_000;

/**
 * Metrics of the process, the log level by signal, and traces where an OTLP endpoint is set; without one nothing of the SDK is even loaded.
 * Add it first: it is then there before, and stops after, everything that makes spans.
 */
export function telemetry(config: TelemetryConfig): Part {
  identify(config);
  processMetrics(config);
  let shutdown = async () => {};
  let stopListening = () => {};
  return {
    name: 'telemetry',
    start() {
      stopListening = levelBySignal();
      if (config.traces === undefined) return;
      // Required here and not above: the SDK costs a tenth of a second, and is not loaded where nobody wants traces.
      const { startSdk } = require('./sdk') as typeof import('./sdk');
      shutdown = startSdk(config, config.traces);
      const { url, sampler, ratio } = config.traces;
      log.info('traces are sent', { url, sampler, ratio });
    },
    async stop() {
      stopListening();
      const timer = new Promise<string>((resolve) => {
        setTimeout(resolve, lastSpans, 'late').unref();
      });
      const outcome = await Promise.race([shutdown().catch((error: unknown) => error), timer]);
      if (outcome !== undefined) log.warn('the last spans could not be sent', { outcome });
    },
  };
}
