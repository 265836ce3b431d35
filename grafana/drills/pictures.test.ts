import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@spillway/local';
import { dashboards } from '../src/dashboards/files';
import { escaped } from '../src/pictures/svg';

const folder = join(repositoryRoot(), 'docs/dashboards');
const pictured = [...dashboards()].filter(([name]) => name !== 'platform');

it.each(pictured)(
  'the picture of %s has the panels that there are (else: make dashboards-pictures)',
  (name, dashboard) => {
    const picture = readFileSync(join(folder, `${name}.svg`), 'utf8');
    expect(dashboard.panels.filter(({ title = '' }) => !picture.includes(`>${escaped(title)}<`))).toEqual([]);
  },
);

it('what needs a cluster has no picture made without one', () => {
  expect(existsSync(join(folder, 'platform.svg'))).toBe(false);
});
