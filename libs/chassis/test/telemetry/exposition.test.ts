import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { expose } from '../../src/telemetry/exposition';
import { preparedHistogram } from '../../src/telemetry/histogram';

const openMetrics = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const recorded = `00-${traceId}-b7ad6b7169203331-01`;
const notRecorded = `00-${traceId}-b7ad6b7169203331-00`;

function scene() {
  const registry = new Registry();
  const duration = preparedHistogram({
    name: 'work_seconds',
    help: 'How long "work" lasts',
    labelNames: ['route'],
    buckets: [0.1, 1],
    registry,
  });
  return { registry, observe: duration({ route: '/a"b' }) };
}

it('has exemplars in OpenMetrics, and the same samples without them in the classic format', async () => {
  const { registry, observe } = scene();
  observe(0.05);
  observe(0.5, recorded);
  const { body, contentType } = await expose(registry, openMetrics);
  expect(contentType).toMatch(/^application\/openmetrics-text/);
  expect(body.replace(/ \d+\.\d{3}\n/, ' TIME\n')).toBe(
    [
      '# HELP work_seconds How long \\"work\\" lasts',
      '# TYPE work_seconds histogram',
      'work_seconds_bucket{le="0.1",route="/a\\"b"} 1',
      `work_seconds_bucket{le="1",route="/a\\"b"} 2 # {trace_id="${traceId}"} 0.5 TIME`,
      'work_seconds_bucket{le="+Inf",route="/a\\"b"} 2',
      'work_seconds_sum{route="/a\\"b"} 0.55',
      'work_seconds_count{route="/a\\"b"} 2',
      '# EOF\n',
    ].join('\n'),
  );
  const classic = await expose(registry, undefined);
  expect(classic.contentType).toMatch(/^text\/plain/);
  expect(classic.body).toContain('work_seconds_bucket{le="1",route="/a\\"b"} 2\n');
});

it.each([
  ['of a trace that is not recorded', notRecorded],
  ['of what is no traceparent', `x${recorded.slice(1)}`],
])('keeps no exemplar %s', async (_, traceparent) => {
  const { registry, observe } = scene();
  observe(0.5, traceparent);
  expect((await expose(registry, openMetrics)).body).not.toContain('trace_id');
});

it('keeps the latest of each bucket', async () => {
  const { registry, observe } = scene();
  observe(0.5, recorded.replace('0af7', 'ffff'));
  observe(0.6, recorded);
  observe(0.7);
  const { body } = await expose(registry, openMetrics);
  expect(body.match(/trace_id="(\w+)"/g)).toEqual([`trace_id="${traceId}"`]);
});

it('names a counter in both formats as it was named, whichever is asked for first', async () => {
  const registry = new Registry();
  new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc(2);
  new Gauge({ name: 'level', help: 'Level', registers: [registry] }).set(Number.POSITIVE_INFINITY);
  const formats = [
    await expose(registry, openMetrics),
    await expose(registry, '*/*'),
    await expose(registry, openMetrics),
  ];
  expect(formats[0]).toEqual(formats[2]);
  expect(formats[0]?.body).toBe(
    '# HELP things Things\n# TYPE things counter\nthings_total 2\n# HELP level Level\n# TYPE level gauge\nlevel +Inf\n# EOF\n',
  );
  expect(formats[1]?.body).toContain('# TYPE things_total counter\nthings_total 2\n');
});

it('writes every kind of metric that prom-client has', async () => {
  const registry = new Registry();
  const settings = { help: 'Any', labelNames: ['kind'], registers: [registry] };
  new Histogram({ ...settings, name: 'a_seconds', buckets: [1] }).observe({ kind: 'x' }, 0.5);
  new Summary({ ...settings, name: 'b_seconds', percentiles: [0.5] }).observe({ kind: 'x' }, 0.5);
  const { body } = await expose(registry, openMetrics);
  expect(body).toContain('a_seconds_bucket{le="1",kind="x"} 1\n');
  expect(body).toContain('# TYPE b_seconds summary\nb_seconds{quantile="0.5",kind="x"} 0.5\n');
});
