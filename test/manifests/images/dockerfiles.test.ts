import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../paths';
import { run, tool } from '../run';
import { parseDockerfile, read, type Stage, serviceNames, texts } from './dockerfile';

const released = [...serviceNames.map((name) => `services/${name}/Dockerfile`), 'local/Dockerfile'];
const nowhere: Stage = { name: undefined, from: '', instructions: [] };
const hasDatabase = (name: string): boolean =>
  parse(read(`charts/${name}/values.yaml`)).service.database?.enabled ?? true;

describe('every Dockerfile', () => {
  const all = globSync('**/Dockerfile', { cwd: root, exclude: ['**/node_modules', '.local', '.tools'] });

  it('has no fault that hadolint knows', async () => {
    expect(await tool('hadolint', [...all, '--no-color'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('needs no image but its bases: a syntax line would be pulled', () => {
    for (const file of all) expect(read(file)).not.toMatch(/^#\s*syntax=/im);
  });
});

it('what every service has alike, and the lists of all services, are up to date', async () => {
  const { code, stdout, stderr } = await run(process.execPath, ['scripts/services/generate.mts', '--check']);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
});

describe('the Dockerfiles of the services', () => {
  it.each(serviceNames)('%s: takes along every folder that the service has beside its sources', (name) => {
    const { files } = JSON.parse(read(`services/${name}/package.json`));
    const folders = readdirSync(join(root, 'services', name), { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && !['src', 'test', 'dist', 'node_modules', 'coverage'].includes(entry.name),
      )
      .map((entry) => entry.name);
    expect([...files].sort()).toEqual(['dist', ...folders].sort());
  });

  it.each(serviceNames)('%s: carries migrations and what runs them where it has a database, and only there', (name) => {
    expect(existsSync(join(root, 'services', name, 'migrations'))).toBe(hasDatabase(name));
    expect(existsSync(join(root, 'services', name, 'src/migrate.ts'))).toBe(hasDatabase(name));
  });
});

describe.each(released)('%s', (file) => {
  const { args, stages } = parseDockerfile(read(file));
  const last = stages.at(-1) ?? nowhere;
  const every = stages.flatMap(({ instructions }) => instructions);

  it('names its base images once, so that a mirror can take their place, and never as latest', () => {
    const own = stages.map(({ name }) => name);
    const bases = stages.map(({ from }) => from).filter((from) => !own.includes(from));
    for (const base of bases) expect(base).toMatch(/^\$\{(BUILD|RUN)_IMAGE\}$/);
    expect(last.from).toMatch(/^\$\{RUN_IMAGE\}$/);
    expect(Object.keys(args)).toEqual(['BUILD_IMAGE', 'RUN_IMAGE']);
    for (const image of Object.values(args)) {
      expect(image).toMatch(/:[a-z0-9.-]+$|@sha256:[0-9a-f]{64}$/);
      expect(image).not.toMatch(/:latest$/);
    }
  });

  it('runs as a numeric user that is not root', () => {
    expect(texts(last, 'USER')).toEqual(['65532:65532']);
  });

  it('starts node itself, without a shell between it and signals', () => {
    expect(JSON.parse(texts(last, 'CMD')[0] ?? '')).toContain(
      file === 'local/Dockerfile' ? 'dist/mail/main.js' : 'dist/main.js',
    );
    expect(texts(last, 'ENTRYPOINT')).toEqual([]);
  });

  it('adds to the run stage only what other stages made, and pages', () => {
    expect(texts(last, 'RUN')).toEqual([]);
    for (const copy of texts(last, 'COPY')) expect(copy).toMatch(/^--from=\w+ |^local\/(package\.json|pages) /);
    expect(every.filter(({ name }) => name === 'ADD')).toEqual([]);
  });

  it('runs with production dependencies alone', () => {
    const from = texts(last, 'COPY').find((copy) => copy.includes('/node_modules '));
    const stage = stages.find(({ name }) => from?.startsWith(`--from=${name} `)) ?? nowhere;
    expect(texts(stage, 'RUN').join()).toContain('npm ci --omit=dev');
  });

  it('installs nothing again because a source has changed', () => {
    const seen = (stage: Stage): Stage['instructions'] => {
      const parent = stages.find(({ name }) => name === stage.from);
      return [...(parent ? seen(parent) : []), ...stage.instructions];
    };
    for (const stage of stages) {
      const instructions = seen(stage);
      const install = instructions.findLastIndex(({ text }) => text.includes('npm ci'));
      for (const { text } of instructions.slice(0, install + 1).filter(({ name }) => name === 'COPY')) {
        const sources = text.split(' ').slice(0, -1);
        for (const source of sources) expect(source).toMatch(/\/(package\.json|package-lock\.json|\.npmrc)$/);
      }
    }
  });

  it('says what it is', () => {
    const labels = texts(last, 'LABEL').join(' ');
    for (const label of ['title', 'description', 'vendor', 'licenses', 'source', 'version', 'revision', 'base.name'])
      expect(labels).toMatch(new RegExp(`org\\.opencontainers\\.image\\.${label.replace('.', '\\.')}="[^"]+"`));
  });
});
