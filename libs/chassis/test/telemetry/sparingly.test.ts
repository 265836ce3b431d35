import { sparingly } from '../../src/telemetry/sparingly';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function scene() {
  const lines: unknown[] = [];
  const warn = sparingly((message, fields) => lines.push([message, fields]), { by: ['group'], everyMs: 1_000 });
  return { lines, warn };
}

it('writes the first line at once, and then the latest of each interval with the number it stands for', () => {
  const { lines, warn } = scene();
  for (let attempt = 1; attempt <= 5; attempt++) warn('down', { group: 'a', attempt });
  expect(lines).toEqual([['down', { group: 'a', attempt: 1 }]]);
  jest.advanceTimersByTime(1_000);
  expect(lines.slice(1)).toEqual([['down', { group: 'a', attempt: 5, repeats: 4 }]]);
  warn('down', { group: 'a', attempt: 6 });
  expect(lines).toHaveLength(2);
  jest.advanceTimersByTime(1_000);
  expect(lines.slice(2)).toEqual([['down', { group: 'a', attempt: 6, repeats: 1 }]]);
});

it('begins anew after an interval of calm, and keeps nothing of it', () => {
  const { lines, warn } = scene();
  warn('down', { group: 'a' });
  jest.advanceTimersByTime(1_000);
  expect(jest.getTimerCount()).toBe(0);
  warn('down', { group: 'a' });
  expect(lines).toHaveLength(2);
});

it('tells one trouble from another by the message and the fields named', () => {
  const { lines, warn } = scene();
  warn('down', { group: 'a', partition: 1 });
  warn('down', { group: 'a', partition: 2 });
  warn('down', { group: 'b' });
  warn('gone', { group: 'a' });
  expect(lines).toHaveLength(3);
});

it('writes as many at once as it is told to, again after each interval', () => {
  const lines: unknown[] = [];
  const info = sparingly((_message, fields) => lines.push(fields?.n ?? 0), { everyMs: 1_000, atOnce: 3 });
  for (let n = 1; n <= 5; n++) info('refused', { n });
  expect(lines).toEqual([1, 2, 3]);
  jest.advanceTimersByTime(1_000);
  for (let n = 6; n <= 9; n++) info('refused', { n });
  // What was left out counts as the first of the next interval.
  expect(lines).toEqual([1, 2, 3, 5, 6, 7]);
});
