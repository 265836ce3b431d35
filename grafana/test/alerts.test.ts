import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { subscriptions } from '@spillway/contracts';
import { parse } from 'yaml';
import { plainRules, ruleFiles } from '../src/alerts/files';
import { type Alert, isAlert } from '../src/alerts/rule';
import { targets } from '../src/lateness';
import { promtool } from './run';

const tests = resolve(__dirname, '../alert-tests');
const files = ruleFiles();
const alerts: Alert[] = Object.values(files).flatMap((groups) => groups.flatMap(({ rules }) => rules.filter(isAlert)));
const names = [...new Set(alerts.map(({ alert }) => alert))];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-rules-'));
  for (const [name, groups] of Object.entries(files)) writeFileSync(join(folder, `${name}.yaml`), plainRules(groups));
  for (const file of globSync('*.yaml', { cwd: tests })) copyFileSync(join(tests, file), join(folder, `test-${file}`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(Object.keys(files))('%s', (name) => {
  it('is valid to promtool', async () => {
    const { ok, said } = await promtool(folder, 'check', 'rules', `${name}.yaml`);
    expect({ ok, said }).toEqual({ ok: true, said: expect.stringContaining('SUCCESS') });
  });

  it('passes its unit tests', async () => {
    const { ok, said } = await promtool(folder, 'test', 'rules', `test-${name}.yaml`);
    expect({ ok, said }).toEqual({ ok: true, said: expect.stringContaining('SUCCESS') });
  });
});

interface UnitTests {
  tests: { promql_expr_test: { expr: string; exp_samples: unknown[] }[] }[];
}

it.each(names)('%s is tested on both sides of its boundary', (name) => {
  const cases = globSync('*.yaml', { cwd: tests })
    .flatMap((file) => (parse(readFileSync(join(tests, file), 'utf8')) as UnitTests).tests)
    .flatMap((test) => test.promql_expr_test)
    .filter(({ expr }) => expr.includes(`alertname="${name}"`));
  expect(cases.some(({ exp_samples }) => exp_samples.length > 0)).toBe(true);
  expect(cases.some(({ exp_samples }) => exp_samples.length === 0)).toBe(true);
});

it('knows how late every group that reads a topic may be', () => {
  const known = Object.fromEntries(targets().map(({ group, topics }) => [group, [...topics].sort()]));
  const read = Object.entries(subscriptions).map(([group, topics]) => [group, topics.map(({ name }) => name).sort()]);
  expect(known).toEqual(Object.fromEntries(read));
});

it.each(alerts)('$alert ($severity) says in one line what is wrong, and more beside it', ({ summary, description }) => {
  expect(summary).toMatch(/^[^\n]{10,100}$/);
  expect(summary).not.toMatch(/\.$/);
  expect(description).toMatch(/\.$/);
});
