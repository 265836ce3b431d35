import { readEnvironment, telemetryConfig } from '../../src/config';

const read = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => telemetryConfig(from, { service: 'orders', version: '1' }));
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

it('is off without an endpoint, or when switched off', () => {
  expect(read({ OTEL_TRACES_SAMPLER: 'always_on' })).toEqual({ service: 'orders', version: '1' });
  expect(read({ ...endpoint, OTEL_SDK_DISABLED: 'true' }).traces).toBeUndefined();
  expect(read({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }).traces).toBeUndefined();
});

it('records one trace in a hundred unless told otherwise', () => {
  expect(read(endpoint).traces).toEqual({
    url: 'http://collector:4318/v1/traces',
    sampler: 'parentbased_traceidratio',
    ratio: 0.01,
    attributes: {},
  });
});

it("honours OpenTelemetry's own variables", () => {
  const config = read({
    ...endpoint,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces/in',
    OTEL_SERVICE_NAME: 'shop',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
    OTEL_RESOURCE_ATTRIBUTES: 'a=b%20c, d=e=f',
  });
  expect(config).toEqual({
    service: 'shop',
    version: '1',
    traces: { url: 'https://traces/in', sampler: 'traceidratio', ratio: 0.5, attributes: { a: 'b c', d: 'e=f' } },
  });
});

it.each([
  [{ OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER'],
  [{ OTEL_TRACES_SAMPLER_ARG: '7' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'a=%' }, 'OTEL_RESOURCE_ATTRIBUTES'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT'],
])('refuses %j', (env, name) => {
  expect(() => read({ ...endpoint, ...env })).toThrow(`${name}: must be`);
});
