import type { Env } from './environment';
import type { ServiceIdentity } from './identity';
import { checkLogging } from './logging';

export const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export interface TracesConfig {
  /** Where spans go; the signal's own variable wins and is used as it stands, as the OTLP specification says. */
  readonly url: string;
  readonly sampler: (typeof samplers)[number];
  readonly ratio: number;
  /** OTEL_RESOURCE_ATTRIBUTES: what else is known about this process, such as its environment. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TelemetryConfig extends ServiceIdentity {
  /** Absent when no OTLP endpoint is set: tracing is off and nothing of the SDK is loaded. */
  readonly traces?: TracesConfig;
}

export function telemetryConfig(from: Env, { service, version }: ServiceIdentity): TelemetryConfig {
  checkLogging(from);
  const identity = { service: from.string('OTEL_SERVICE_NAME', { default: service }), version };
  const url = tracesUrl(from);
  const off = from.bool('OTEL_SDK_DISABLED', { default: false });
  const exporter = from.oneOf('OTEL_TRACES_EXPORTER', ['otlp', 'none'], { default: 'otlp' });
  if (url === undefined || off || exporter === 'none') return identity;
  const sampler = from.oneOf('OTEL_TRACES_SAMPLER', samplers, { default: 'parentbased_traceidratio' });
  const ratio = from.number('OTEL_TRACES_SAMPLER_ARG', { default: 0.01, min: 0, max: 1 });
  return { ...identity, traces: { url, sampler, ratio, attributes: resourceAttributes(from) } };
}

const http = { protocols: ['http', 'https'] };

function tracesUrl(from: Env): string | undefined {
  if (from.has('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')) return from.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', http);
  if (!from.has('OTEL_EXPORTER_OTLP_ENDPOINT')) return undefined;
  return `${from.url('OTEL_EXPORTER_OTLP_ENDPOINT', http).replace(/\/$/, '')}/v1/traces`;
}

/** key=value, comma separated, values percent-encoded. */
function resourceAttributes(from: Env): Record<string, string> {
  const name = 'OTEL_RESOURCE_ATTRIBUTES';
  const attributes: Record<string, string> = {};
  for (const pair of from.list(name, { default: [] })) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    try {
      if (key === undefined || value === undefined) throw new URIError('no key=value');
      attributes[key.trim()] = decodeURIComponent(value.trim());
    } catch {
      from.fail(name, `must be key=value pairs with percent-encoded values, "${pair}" is not`);
    }
  }
  return attributes;
}
