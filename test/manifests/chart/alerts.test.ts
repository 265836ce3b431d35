import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../paths';
import type { Manifest } from '../render';
import { chart } from './charts';

const folder = join(root, 'grafana/alerts');
const own: Manifest[] = globSync('*.yaml', { cwd: folder }).map((file) =>
  parse(readFileSync(join(folder, basename(file)), 'utf8')),
);
const shipped = async (set: Record<string, unknown> = {}) => (await chart('spillway', { set })).of('PrometheusRule');

it('all alerts come along, as they are in grafana/alerts', async () => {
  const rules = (manifests: readonly Manifest[]) =>
    Object.fromEntries(manifests.map(({ metadata, spec }) => [metadata.name, spec]));
  expect(own.length).toBeGreaterThan(0);
  expect(rules(await shipped())).toEqual(rules(own));
});

it('Prometheus finds them by the same labels as the services', async () => {
  const labels = { release: 'monitoring' };
  const set = { global: { monitoring: { labels } } };
  for (const { metadata } of await shipped(set)) expect(metadata.labels).toMatchObject(labels);
  for (const { metadata } of (await chart('spillway', { set })).of('ServiceMonitor'))
    expect(metadata.labels).toMatchObject(labels);
});

it('they are left out where there is no Prometheus Operator, and where nobody wants them', async () => {
  expect(await shipped({ global: { monitoring: { enabled: false } } })).toEqual([]);
  expect(await shipped({ alerts: { enabled: false } })).toEqual([]);
});
