import { allMetrics, type Metric } from '../src/catalogue/metric';

const all = new Map<string, Metric>([...allMetrics().values()].flat().map((metric) => [metric.name, metric]));
const own = [...all.values()].filter(({ name }) => !/^(nodejs|process)_/.test(name));

it('knows metrics of every service', () => {
  for (const [service, metrics] of allMetrics())
    expect([service, metrics.length]).toEqual([service, expect.any(Number)]);
  expect(own.length).toBeGreaterThan(40);
});

it.each(own)('$name is named and explained as Prometheus asks for', ({ name, type, help, labels }) => {
  expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$|^orders$/);
  expect(name.endsWith('_total')).toBe(type === 'counter');
  expect(name).not.toMatch(/_(ms|millis|milliseconds|kb|mb|count|sum|bucket)$/);
  expect(help.length).toBeGreaterThan(10);
  // What may become a label is few: an id, an address or a text would make a series of each request.
  expect(labels.filter((label) => !known.has(label))).toEqual([]);
});

const known = new Set([
  'limit', // reads, writes, …
  'target', // a service behind the gateway
  ...['topic', 'group', 'partition', 'outcome', 'reason', 'relay', 'method', 'route', 'status', 'writer', 'state'],
  ...['currency', 'service', 'version', 'node', 'provider', 'call', 'request', 'kind', 'channel', 'consumer'],
  ...['command', 'work', 'change'],
]);
