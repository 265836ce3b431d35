import { toZipkin } from '../src/traces/to-zipkin';

const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const times = { startTimeUnixNano: '1700000000000001999', endTimeUnixNano: '1700000000000501999' };

const tracesOf = (...spans: object[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] },
      scopeSpans: [{ spans: spans.map((span) => ({ ...ids, ...times, name: 'work', ...span })) }],
    },
  ],
});

it('keeps ids, service and kind, and counts in microseconds', () => {
  expect(toZipkin(tracesOf({ kind: 2, parentSpanId: 'c7ad6b7169203331', name: 'POST /orders' }))).toEqual([
    {
      traceId: ids.traceId,
      id: ids.spanId,
      parentId: 'c7ad6b7169203331',
      name: 'POST /orders',
      kind: 'SERVER',
      timestamp: 1_700_000_000_000_001,
      duration: 500,
      localEndpoint: { serviceName: 'orders' },
      tags: {},
      annotations: [],
    },
  ]);
});

it('has no kind for what is internal, no parent for a root, and no duration below the smallest', () => {
  const [span] = toZipkin(tracesOf({ kind: 1, parentSpanId: '', endTimeUnixNano: times.startTimeUnixNano }));
  expect(span).toMatchObject({ duration: 1 });
  expect(Object.keys(span ?? {})).not.toEqual(expect.arrayContaining(['kind', 'parentId']));
});

it('makes tags of attributes of any type, of links, and of a failure', () => {
  const [span] = toZipkin(
    tracesOf({
      attributes: [
        { key: 'http.route', value: { stringValue: '/orders' } },
        { key: 'http.response.status_code', value: { intValue: '201' } },
        { key: 'cached', value: { boolValue: false } },
        { key: 'empty' },
      ],
      links: [{ traceId: ids.traceId, spanId: 'd7ad6b7169203331' }],
      status: { code: 2, message: 'timeout' },
    }),
  );
  expect(span?.tags).toEqual({
    'http.route': '/orders',
    'http.response.status_code': '201',
    cached: 'false',
    empty: '',
    links: `${ids.traceId}/d7ad6b7169203331`,
    error: 'timeout',
  });
});

it('takes an empty request for what it is', () => expect(toZipkin({})).toEqual([]));
