import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generated, madeHere } from '../src/generated';

const here = resolve(__dirname, '..');
const files = generated();

it.each([...files])('%s is what the code makes (make dashboards)', (file, text) => {
  expect(readFileSync(join(here, file), 'utf8')).toBe(text);
});

it('leaves no file behind that nothing makes any more', () => {
  const own = [...files.keys()].filter((file) => file !== '../docs/metrics.md');
  expect(globSync([...madeHere], { cwd: here }).sort()).toEqual(own.sort());
});
