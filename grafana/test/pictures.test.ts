import { drawn } from '../src/pictures/dashboard';
import type { PanelData } from '../src/pictures/panel-data';
import { inUnit } from '../src/pictures/units';

it.each([
  [0, 's', '0 s'],
  [0.0123, 's', '12.3 ms'],
  [90, 's', '90 s'],
  [600, 's', '10 min'],
  [0.005, 'percentunit', '0.5 %'],
  [1_234_567, 'short', '1.23 M'],
  [262_144_000, 'bytes', '250 MiB'],
  [42, 'cps', '42/s'],
])('%s in %s is %s', (value, unit, words) => expect(inUnit(value, unit)).toBe(words));

const panel = (given: Partial<PanelData>): PanelData => ({
  title: 'How late',
  kind: 'timeseries',
  unit: 's',
  at: { x: 0, y: 0, w: 24, h: 8 },
  limits: [],
  series: [],
  ...given,
});

it('draws a line for each series, broken where nothing was known, and limits that are near', () => {
  const points = [0, 1, 2, 6, 7].map((time) => [time, time] as const);
  const limits = [
    { value: 5, colour: 'orange' },
    { value: 500, colour: 'red' },
  ];
  const picture = drawn('Page', [panel({ series: [{ legend: 'a <b>', points }], limits })], [0, 10]);
  const [path = ''] = picture.match(/<path d="[^"]*"/) ?? [];
  expect(path.match(/M/g)).toHaveLength(2);
  expect(picture.match(/stroke-dasharray="6 5"/g)).toHaveLength(1);
  expect(picture).toContain('a &lt;b&gt;');
});

it('paints a number as its limits judge it, and says where there is none', () => {
  const limits = [{ value: 1, colour: 'red' }];
  const at = (value: number) => [{ legend: 'group', points: [[0, value] as const] }];
  expect(drawn('Page', [panel({ kind: 'stat', limits, series: at(0.5) })], [0, 1])).toContain('#37872d');
  expect(drawn('Page', [panel({ kind: 'stat', limits, series: at(1) })], [0, 1])).toContain('#c4162a');
  expect(drawn('Page', [panel({ kind: 'stat' })], [0, 1])).toContain('>none<');
});
