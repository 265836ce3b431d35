import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Run } from '../scale/document';
import { measured, withRun, writeProof } from '../scale/proof';
import { settings } from '../scale/settings';

const row = { second: 1, lag: 0, lagSeconds: 0, desired: 1, replicas: 1, ready: 1, throughput: 0 };
const setting = (name: string) => {
  const found = settings.find((each) => each.name === name);
  if (!found) throw new Error(`no setting ${name}`);
  return found;
};
const run = (name: string, date: string): Run => ({
  setting: setting(name),
  about: { date, machine: '2 cores', load: '1, 1, 1', versions: 'Kubernetes' },
  verdict: { findings: [], facts: {} },
  figures: {
    ...{ orders: 1, burstSeconds: 1, secondsToFirstNewReplica: 1, secondsToMostReplicas: 1, mostReplicas: 1 },
    ...{ secondsToDrain: 1, secondsToMinimum: 1, rebalances: 0, joinSeconds: 0, abandoned: 0, repeatedCalls: 0 },
    lateness: { worst: 1, p99: 1, median: 1, shareWithinTarget: 1 },
  },
  rows: [row],
  rescales: [],
});
const folder = () => mkdtempSync(join(tmpdir(), 'proof-'));

it('keeps what was measured of the other settings, in the order of the settings', () => {
  const to = folder();
  writeProof(to, [run('direct', '2026-01-01')]);
  writeProof(to, withRun(measured(to), run('damped', '2026-01-02')));
  writeProof(to, withRun(measured(to), run('direct', '2026-01-03')));
  expect(measured(to).map(({ setting: { name }, about }) => [name, about.date])).toEqual([
    ['damped', '2026-01-02'],
    ['direct', '2026-01-03'],
  ]);
  const report = readFileSync(join(to, 'scale.md'), 'utf8');
  expect(report).toContain('| Measured on | 2026-01-02 | 2026-01-03 |');
});

it('compares nothing with what was measured of other work, or of a setting that has changed since', () => {
  const to = folder();
  expect(measured(to)).toEqual([]);
  writeProof(to, [run('direct', '2026-01-01')]);
  const text = readFileSync(join(to, 'scale.json'), 'utf8');
  writeFileSync(join(to, 'scale.json'), text.replace('"burst": 9000', '"burst": 10'));
  expect(measured(to)).toEqual([]);
  writeFileSync(join(to, 'scale.json'), text.replace('"value": 12', '"value": 3'));
  expect(measured(to)).toEqual([]);
});

it("has measured what the charts' own setting is", () => {
  const { lateness } = parse(readFileSync(join(__dirname, '../../../charts/service/values.yaml'), 'utf8'));
  expect(lateness.behavior).toEqual(setting('chosen').behavior);
});
