import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { subscriptions } from '@spillway/contracts';
import { repositoryRoot, serviceNames, services } from '@spillway/local';
import { ruleFiles } from '../src/alerts/files';
import { isAlert } from '../src/alerts/rule';

const root = repositoryRoot();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const runbook = read('docs/runbook.md');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const alerts = new Set(
  Object.values(ruleFiles()).flatMap((groups) => groups.flatMap((g) => g.rules.filter(isAlert).map((r) => r.alert))),
);

it('has a section for every alert, and none for what is no alert', () => {
  expect([...sections.keys()].sort()).toEqual([...alerts].sort());
});

it.each([...sections])('%s says meaning, impact, diagnosis and mitigation, in this order', (_name, text) => {
  const headings = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation']);
});

it('links to sections that are there', () => {
  const anchors = new Set([...sections.keys()].map((name) => name.toLowerCase()));
  for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
});

it('names files that are there', () => {
  const named = [...runbook.matchAll(/\b(?:k8s|charts|scripts)\/[\w./-]+\.yaml/g)].map(([file]) => file);
  for (const file of named) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
});

const commands = [...runbook.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

describe('its commands', () => {
  const known = /^(kubectl|helm|curl|make|k8s\/spillway) /;
  it.each([...new Set(commands)])('%s', (command) => {
    expect(command).toMatch(known);
    const [program, ...words] = command.split(' ');
    if (program === 'k8s/spillway') expectCli(words);
    if (program === 'make') expect(read('Makefile')).toMatch(new RegExp(`^${words[0]}:`, 'm'));
    if (program === 'curl') expectRoute(words.at(-1) ?? '');
    if (program === 'kubectl') expectKubectl(command);
    if (program === 'helm') expectHelm(command);
  });
});

/** A command of the CLI as it is, with a group that reads the topics that are named. */
function expectCli([name = '', ...words]: string[]): void {
  expect(read('libs/chassis/src/cli/commands.ts')).toMatch(new RegExp(`^  '?${name}'?: \\{`, 'm'));
  expect(read('k8s/spillway')).toContain('cli/main.js');
  const plain = words.filter((word, index) => !word.startsWith('--') && words[index - 1] !== '--limit');
  const group = Object.keys(subscriptions).find((each) => plain.includes(each)) as keyof typeof subscriptions;
  const topics = plain.filter((word) => word !== group);
  const readByIt = subscriptions[group].map((topic) => topic.name as string);
  expect(topics.length).toBeGreaterThan(0);
  for (const topic of topics) expect(readByIt).toContain(topic);
}

/** A page of a service at its own port. */
function expectRoute(address: string): void {
  const [, port, path = ''] = /^localhost:(\d+)(\/\w+)$/.exec(address) ?? [];
  const service = serviceNames.find((name) => services[name].port === Number(port));
  const sources = globSync(['libs/chassis/src/http/health.ts', `services/${service}/src/http/*.ts`], { cwd: root });
  expect(sources.some((file) => read(file).includes(`path: '${path}'`))).toBe(true);
}

const manifests = globSync('k8s/**/*.yaml', { cwd: root }).map(read).join('\n');
const charts = globSync('charts/*/Chart.yaml', { cwd: root }).map((file) => basename(dirname(file)));

/** What is named exists in the charts or the manifests. */
function expectKubectl(command: string): void {
  if (command.startsWith('kubectl apply')) {
    expect(existsSync(join(root, command.split(' ').at(-1) ?? ''))).toBe(true);
    return;
  }
  expect(command).toMatch(
    /^kubectl -n (spillway|cnpg-system) (get|describe|logs|exec|top|port-forward|rollout restart|annotate|delete pod) /,
  );
  for (const [, name = ''] of command.matchAll(
    /(?:deployment\/|kubernetes\.io\/name=|servicemonitor |scaledobject )([\w-]+)/g,
  )) {
    if (name !== 'cnpg-controller-manager') expect(charts).toContain(name);
  }
  for (const [, database = ''] of command.matchAll(/-- psql (\w+)/g)) {
    expect(['postgres', ...serviceNames]).toContain(database);
  }
  for (const [, kind = '', name = ''] of command.matchAll(/(?:get|describe) (cluster|kafka|kafkauser) ([\w-]+)/g)) {
    expect(manifests).toMatch(new RegExp(`kind: ${kind}\\n(?:.*\\n){1,3}?  name: ${name}\\b`, 'i'));
  }
}

/** Values that are set exist in the owner's chart. */
function expectHelm(command: string): void {
  expect(command).toMatch(/^helm -n spillway (history|rollback|upgrade) spillway\b/);
  for (const [, service = '', setting = ''] of command.matchAll(/--set (\w+)\.service\.lateness\.(\w+)=/g)) {
    expect(read(`charts/${service}/values.yaml`)).toContain(`${setting}:`);
  }
}
