import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../manifests/paths';
import { run } from '../manifests/run';
import { contentOf } from './guide/content';
import { put } from './guide/put';
import { stepsOf } from './guide/steps';
import { commit, copyOfTree, git } from './guide/tree';

const steps = stepsOf(readFileSync(join(root, 'docs/adding-a-service.md'), 'utf8'));
let tree: string;

/** As a person would type it. Packages come from npm's cache where it has them. */
async function command(line: string): Promise<string> {
  const env = { npm_config_prefer_offline: 'true', NODE_ENV: '', NO_COLOR: '1' };
  const { code, stdout, stderr } = await run('bash', ['-c', line], { cwd: tree, env });
  if (code !== 0) throw new Error(stripVTControlCharacters(`${line}\n${stdout}\n${stderr}`));
  return stdout;
}

/** Files that are not as they were committed, and how many lines each has more and less. */
async function changes(): Promise<Map<string, string>> {
  await git(tree, 'add', '--all');
  const lines = (await git(tree, 'diff', '--cached', '--numstat')).split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [more, less, file = ''] = line.split('\t');
      return [file, `+${more} -${less}`];
    }),
  );
}

const own = /^(services|charts)\/loyalty\/|^libs\/contracts\//;
const line = 'local/src/system/services.ts';

beforeAll(async () => {
  tree = await copyOfTree();
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

// One story: each of these stands on what came before it.
describe('who follows docs/adding-a-service.md', () => {
  it('can do all that it says, in its order: its files fit, its commands succeed, its test among them', async () => {
    for (const step of steps) {
      if ('run' in step) {
        await command(step.run);
        continue;
      }
      const file = join(tree, step.file);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, put(contentOf(file), step.text));
    }
  });

  it('has run the tests of the service, the drift checks and the linter on the way', () => {
    const run = steps.flatMap((step) => ('run' in step ? [step.run] : []));
    expect(run).toEqual(
      expect.arrayContaining([
        'make service NAME=loyalty PORT=3010',
        'make generated',
        expect.stringMatching(/^make test-loyalty\b/),
        expect.stringMatching(/^make lint/),
      ]),
    );
  });

  it('has a chart that renders, scaled by how late the service is', async () => {
    const rendered = await command('.tools/bin/helm template loyalty charts/loyalty');
    expect(rendered).toMatch(/kind: ScaledObject[\s\S]*topic: order-events/);
  });

  it('has edited its folder, its chart, libs/contracts and one line in local/', async () => {
    expect(steps.flatMap((step) => ('file' in step && !own.test(step.file) ? [step.file] : []))).toEqual([]);
    const changed = await changes();
    expect(changed.get(line)).toBe('+1 -0');
    expect([...changed.keys()].filter((file) => own.test(file))).toEqual(
      expect.arrayContaining([
        'charts/loyalty/values.yaml',
        'libs/contracts/src/topics.ts',
        'services/loyalty/src/wire.ts',
      ]),
    );
    // All else follows: taken back, it is written again. Only helm's lock is never twice the same: it holds the moment.
    const others = [...changed.keys()].filter(
      (file) => !own.test(file) && file !== line && !file.endsWith('/Chart.lock'),
    );
    expect(others).toEqual(expect.arrayContaining(['k8s/base/kafka/topics.yaml', 'docs/architecture.md']));
    await commit(tree, 'as the guide says');
    await git(tree, 'checkout', '--quiet', 'HEAD~1', '--', ...others);
    await command('make generated');
    expect([...(await changes()).keys()]).toEqual([]);
  });
});
