import { register } from 'prom-client';
import type { Part } from '../../src/lifecycle';
import { readWhenScraped } from '../../src/telemetry/read-when-scraped';
import { uniqueName } from '../../src/testing';

interface Reading {
  readonly depth: number;
  readonly byColour: Readonly<Record<string, number>>;
}

/** Two gauges of names of their own, and the lines they have on /metrics. */
function gauges() {
  const prefix = uniqueName('test').replaceAll('-', '_');
  const watch = readWhenScraped<Reading>('a test', [
    { name: `${prefix}_depth`, help: 'Depth', values: ({ depth }) => [{ value: depth }] },
    {
      name: `${prefix}_colours`,
      help: 'By colour',
      labelNames: ['colour'],
      values: ({ byColour }) => Object.entries(byColour).map(([colour, value]) => ({ labels: { colour }, value })),
    },
  ]);
  const lines = async () =>
    (await register.metrics())
      .split('\n')
      .flatMap((line) => (line.startsWith(prefix) ? [line.slice(prefix.length)] : []));
  return { watch, lines };
}
const noFailure = () => undefined;
const started = async (part: Part) => {
  await part.start?.(noFailure);
  return part;
};

it('reads once for all gauges of a scrape, and not at all while nobody asks', async () => {
  const { watch, lines } = gauges();
  let reads = 0;
  const part = await started(
    watch(async () => {
      reads++;
      return { depth: 3, byColour: { red: 1, blue: 2 } };
    }),
  );
  expect(reads).toBe(0);
  expect(await lines()).toEqual(['_depth 3', '_colours{colour="red"} 1', '_colours{colour="blue"} 2']);
  expect(reads).toBe(1);
  await Promise.all([lines(), lines()]);
  expect(reads).toBe(1);
  await part.stop?.();
});

it('is absent where nothing can be read, and never a false 0', async () => {
  const { watch, lines } = gauges();
  expect(await lines()).toEqual([]);
  const part = await started(watch(() => Promise.reject(new Error('away'))));
  expect(await lines()).toEqual([]);
  await part.stop?.();
});

it('forgets a label set that is not there any more', async () => {
  const { watch, lines } = gauges();
  const first = await started(watch(async () => ({ depth: 1, byColour: { red: 1 } })));
  expect(await lines()).toContain('_colours{colour="red"} 1');
  await first.stop?.();
  const second = await started(watch(async () => ({ depth: 1, byColour: { blue: 1 } })));
  expect(await lines()).toEqual(['_depth 1', '_colours{colour="blue"} 1']);
  await second.stop?.();
});

it('does not keep a scrape waiting for a source that does not answer', async () => {
  const { watch, lines } = gauges();
  const part = await started(watch(() => new Promise(() => undefined)));
  expect(await lines()).toEqual([]);
  await part.stop?.();
});

it('takes a list as one reading', async () => {
  const name = uniqueName('test').replaceAll('-', '_');
  const watch = readWhenScraped<readonly number[]>('a list', [
    { name, help: 'Sum of a list', values: (numbers) => [{ value: numbers.reduce((sum, one) => sum + one, 0) }] },
  ]);
  const part = await started(watch(async () => [1, 2, 3]));
  expect(await register.getSingleMetricAsString(name)).toContain(`${name} 6`);
  await part.stop?.();
});
