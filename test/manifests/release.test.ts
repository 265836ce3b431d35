import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { root } from './paths';
import { run } from './run';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const config = JSON.parse(read('release-please-config.json'));
const versions: Record<string, string> = JSON.parse(read('.release-please-manifest.json'));
const folders = Object.keys(config.packages);

describe('release-please', () => {
  it('knows every service, library and chart', async () => {
    const { stdout } = await run('git', [
      'ls-files',
      'libs/*/package.json',
      'services/*/package.json',
      'charts/*/Chart.yaml',
    ]);
    const there = stdout.split('\n').filter(Boolean).map(dirname);
    expect(folders).toEqual(expect.arrayContaining(there));
    expect(Object.keys(versions).sort()).toEqual([...folders].sort());
  });

  it.each(folders)('%s: has the version that it is told to have', (folder) => {
    const isChart = folder.startsWith('charts/');
    const { version } = isChart ? parse(read(`${folder}/Chart.yaml`)) : JSON.parse(read(`${folder}/package.json`));
    expect(versions[folder]).toBe(version);
  });

  it('releases a service with its chart', () => {
    const named = (kind: string) =>
      folders.filter((folder) => dirname(folder) === kind).map((folder) => basename(folder));
    const pairs = named('services').filter((name) => named('charts').includes(name));
    const linked = config.plugins.map(({ components }: { components: string[] }) => components);
    expect(linked.sort()).toEqual(pairs.sort().map((name) => [name, `${name}-chart`]));
  });

  // It replaces a version only in lines that carry its mark.
  it.each(folders.filter((folder) => folder.startsWith('charts/')))(
    '%s: marks every line with its version',
    (folder) => {
      const files: { path: string }[] = config.packages[folder]['extra-files'];
      const lines = files.flatMap(({ path }) => read(join(folder, path)).split('\n'));
      const versioned = lines.filter((line) => /^\s*(version|appVersion|tag): \d/.test(line));
      expect(versioned).not.toEqual([]);
      for (const line of versioned) expect(line).toMatch(/ # x-release-please-version$/);
    },
  );
});

describe('make release-check', () => {
  let repository: string;
  const commit = async (message: string, files: Record<string, string | object>) => {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(repository, dirname(file)), { recursive: true });
      writeFileSync(join(repository, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    }
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    await run('git', ['add', '.'], { cwd: repository });
    const { code, stderr } = await run('git', [...identity, 'commit', '-m', message], { cwd: repository });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };
  const check = async (): Promise<string> => {
    const { code, stdout, stderr } = await run(process.execPath, ['scripts/release-check.mts', repository]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  beforeEach(async () => {
    repository = mkdtempSync(join(tmpdir(), 'spillway-release-'));
    await run('git', ['init', '--initial-branch=main'], { cwd: repository });
    const packages = Object.fromEntries(
      ['libs/chassis', 'services/orders', 'charts/orders'].map((folder) => {
        const [kind, name = ''] = folder.split('/');
        return [folder, { component: kind === 'charts' ? `${name}-chart` : name }];
      }),
    );
    await commit('chore: the beginning', {
      'release-please-config.json': {
        packages,
        plugins: [{ type: 'linked-versions', components: ['orders', 'orders-chart'] }],
      },
      '.release-please-manifest.json': {
        'libs/chassis': '0.3.1',
        'services/orders': '1.2.3',
        'charts/orders': '1.2.3',
      },
      'services/orders/package.json': { dependencies: { '@spillway/chassis': 'file:../../libs/chassis' } },
    });
  });
  afterEach(() => rmSync(repository, { recursive: true, force: true }));

  it('says that nothing has changed', async () => {
    expect(await check()).toMatch(/^chassis +0\.3\.1 +unchanged.*\norders +1\.2\.3 +unchanged.*\n$/);
  });

  it('counts a change of the chart for the service that it belongs to', async () => {
    await commit('feat(charts): another probe', { 'charts/orders/values.yaml': 'a: 1' });
    expect(await check()).toMatch(
      /orders +1\.2\.3 +1 commits since, next 1\.3\.0.*\n {4}feat\(charts\): another probe/,
    );
  });

  it('tells what is worth a release from what is not', async () => {
    await commit('test(chassis): one more', { 'libs/chassis/a.test.ts': '' });
    expect(await check()).toMatch(/chassis +0\.3\.1 +1 commits since, none to release/);
    await commit('fix(chassis): closes what it opened', { 'libs/chassis/a.ts': '' });
    expect(await check()).toMatch(/chassis +0\.3\.1 +2 commits since, next 0\.3\.2/);
    await commit('feat(chassis)!: another name', { 'libs/chassis/b.ts': '' });
    expect(await check()).toMatch(/chassis +0\.3\.1 +3 commits since, next 0\.4\.0/);
  });

  it('names a service that copies a library which is to be released', async () => {
    await commit('fix(chassis): closes what it opened', { 'libs/chassis/a.ts': '' });
    expect(await check()).toMatch(/orders +1\.2\.3 +unchanged.*\n {4}copies chassis, to be released/);
  });

  it('begins anew with the next version, and passes over the changelog', async () => {
    await commit('fix(chassis): closes what it opened', { 'libs/chassis/a.ts': '' });
    await commit('chore(main): release chassis 0.3.2', {
      '.release-please-manifest.json': {
        'libs/chassis': '0.3.2',
        'services/orders': '1.2.3',
        'charts/orders': '1.2.3',
      },
    });
    await commit('docs: words', { 'libs/chassis/CHANGELOG.md': '## 0.3.2' });
    expect(await check()).toMatch(/chassis +0\.3\.2 +unchanged/);
  });
});
