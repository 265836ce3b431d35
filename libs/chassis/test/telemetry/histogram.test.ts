import { Histogram, Registry } from 'prom-client';
import { preparedHistogram } from '../../src/telemetry/histogram';

const settings = { name: 'work_seconds', help: 'How long "work"\nlasts', buckets: [0.01, 0.1, 1] };
const values = [0.005, 0.01, 0.02, 0.1, 0.5, 1, 3];

it('reads on /metrics like a histogram of prom-client that has seen the same', async () => {
  const [theirs, ours] = [new Registry(), new Registry()];
  const known = new Histogram({ ...settings, labelNames: ['route', 'status'], registers: [theirs] });
  const prepared = preparedHistogram({ ...settings, labelNames: ['route', 'status'], registry: ours });
  for (const status of ['200', '500']) {
    const observe = prepared({ route: '/a"b', status });
    for (const value of values) {
      known.observe({ route: '/a"b', status }, value);
      observe(value);
    }
  }
  const lines = async (registry: Registry) => (await registry.metrics()).trim().split('\n').sort();
  expect(await lines(ours)).toEqual(await lines(theirs));
});

it('gives the same series for the same labels, and starts again from zero on reset', async () => {
  const registry = new Registry();
  const prepared = preparedHistogram({ ...settings, labelNames: ['a', 'b'], registry });
  prepared({ a: '1', b: '2' })(0.5);
  prepared({ b: '2', a: '1' })(0.5);
  expect(await registry.metrics()).toContain('work_seconds_count{a="1",b="2"} 2');
  registry.resetMetrics();
  prepared({ a: '1', b: '2' })(0.5);
  expect(await registry.metrics()).toContain('work_seconds_count{a="1",b="2"} 1');
});
