import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../paths';
import { chart } from './charts';

const folder = join(root, 'grafana/dashboards');
const names = globSync('*.json', { cwd: folder }).map((file) => basename(file, '.json'));
const shipped = async (set: Record<string, unknown> = {}) =>
  (await chart('spillway', { set })).of('ConfigMap').filter(({ metadata }) => metadata.name.startsWith('dashboard-'));

it('all dashboards come along, as they are in grafana/dashboards', async () => {
  const found = (await shipped()).flatMap(({ data }) => Object.entries<string>(data));
  expect(names.length).toBeGreaterThan(0);
  expect(found.map(([file]) => file).sort()).toEqual(names.map((name) => `spillway-${name}.json`).sort());
  for (const [file, text] of found) {
    const own = readFileSync(join(folder, file.replace('spillway-', '')), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(own));
  }
});

it('the sidecar of Grafana finds them', async () => {
  for (const { metadata } of await shipped()) expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
  const annotations = { grafana_folder: 'Spillway' };
  for (const { metadata } of await shipped({ dashboards: { annotations } }))
    expect(metadata.annotations).toEqual(annotations);
});

it('each fits a ConfigMap, and an annotation with all of it: client-side apply keeps one', async () => {
  for (const map of await shipped()) expect(JSON.stringify(map).length).toBeLessThan(256 * 1024);
});

it('they can be left out', async () => expect(await shipped({ dashboards: { enabled: false } })).toEqual([]));

it('a label that is no text is refused, and so is a setting that there is not', async () => {
  await expect(shipped({ dashboards: { labels: { grafana_dashboard: 1 } } })).rejects.toThrow(/grafana_dashboard/);
  await expect(shipped({ dashboards: { folder: 'Spillway' } })).rejects.toThrow(/folder/);
});
