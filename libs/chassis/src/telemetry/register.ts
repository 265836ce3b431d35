/**
 * For `node --require @spillway/chassis/telemetry/register`: starts tracing before any module of the service is loaded, which
 * instrumentations that patch modules need. Without it tracing starts with the part `telemetry`, which is enough for our own
 * spans and for fetch. The service's name then comes from OTEL_SERVICE_NAME.
 *
 * Instrumentations are those OTEL_NODE_ENABLED_INSTRUMENTATIONS names, where the service has @opentelemetry/auto-instrumentations-node
 * among its dependencies; none otherwise. Leave http, express, pg and kafkajs out: docs/adr/0004-tracing.md has what they cost.
 */
import { readEnvironment } from '../config/environment';
import { telemetryConfig } from '../config/telemetry';
import { identity } from './identity';

const config = readEnvironment(process.env, (from) => telemetryConfig(from, identity()));

if (config.traces) {
  const { startSdk, traceWith } = require('./sdk') as typeof import('./sdk');
  startSdk(config, config.traces);
  if (process.env.OTEL_NODE_ENABLED_INSTRUMENTATIONS) {
    // Reads the variable itself, and loads only what it names.
    const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
    traceWith(getNodeAutoInstrumentations());
  }
}
