import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startReady } from '../src/processes/start-ready';
import { repositoryRoot } from '../src/root';
import { temporaryFolder } from '../src/temporary-folder';
import { collectorProgram } from '../src/traces/collector';

const root = repositoryRoot();
const inCluster = ['k8s/base/observability/config.yaml', 'k8s/overlays/production/collector-config.yaml'];
const own = 'local/collector/config.yaml';
const text = (file: string) => readFileSync(join(root, file), 'utf8');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An address of this machine that nobody else uses: the ports in a cluster's configuration are fixed. */
const address = () => `127.${[83, ...randomBytes(2)].map((byte) => (byte % 250) + 2).join('.')}`;

const environment = (ip: string) => ({
  PATH: process.env.PATH,
  POD_IP: ip,
  OTLP_ENDPOINT: '127.0.0.1:9',
  OTLP_AUTHORIZATION: 'Bearer x',
  COLLECTOR_PORT: '4318',
  TRACES_BACKEND: 'http://127.0.0.1:9',
});

/** What the collector itself says of a configuration. */
function validate(file: string): Promise<{ ok: boolean; said: string }> {
  const args = ['validate', `--config=file:${file}`];
  return new Promise((resolve) =>
    execFile(collectorProgram(), args, { env: environment('127.0.0.1') }, (error, stdout, stderr) =>
      resolve({ ok: !error, said: `${stdout}${stderr}` }),
    ),
  );
}

/** Runs it: there are mistakes that are only found then. */
async function starts(file: string): Promise<void> {
  const ip = address();
  const child = await startReady(
    {
      name: 'collector',
      command: collectorProgram(),
      args: [`--config=file:${file}`],
      env: environment(ip),
      logFile: join(folder, 'log'),
    },
    'the collector is healthy',
    async () => (await fetch(`http://${ip}:13133`)).ok,
  );
  await child.stop();
}

/** Production's configuration with something else in a place. */
function changed(right: string, wrong: string): string {
  const file = join(folder, 'config.yaml');
  const given = text('k8s/overlays/production/collector-config.yaml');
  expect(given).toContain(right);
  writeFileSync(file, given.replace(right, wrong));
  return file;
}

it.each([...inCluster, own])('%s is valid to the collector', async (file) => {
  expect(await validate(join(root, file))).toEqual({ ok: true, said: '' });
});

it.each(inCluster)('%s makes a collector that is healthy', async (file) => starts(join(root, file)));

it.each([
  ['a misspelt setting', 'check_interval', 'check_intervals'],
  ['a processor that is not configured', 'processors: [memory_limiter, tail_sampling]', 'processors: [batch]'],
])('%s is refused', async (_what, right, wrong) => {
  expect((await validate(changed(right, wrong))).ok).toBe(false);
});

it('a policy of a kind that there is not is refused when it starts', async () => {
  await expect(starts(changed('type: latency', 'type: lateness'))).rejects.toThrow(/lateness/);
});

it('is compiled in the version that runs in the cluster', () => {
  const version = /^OTEL_COLLECTOR_VERSION=(.+)$/m.exec(text('k8s/operators/versions.env'))?.[1];
  expect(text('local/collector/build.yaml')).toContain(`\n  version: ${version}\n`);
});

it('what is kept here is what is kept in production, and more: the same policies in the same order', () => {
  const policies = (file: string) =>
    text(file)
      .split('\n')
      .filter((line) => /^ {6}- name: |threshold_ms|status_codes|values: .*dlq|key: messaging/.test(line))
      .map((line) => line.replace(/#.*/, '').trim());
  expect(policies(own)).toEqual(['- name: probes', ...policies('k8s/overlays/production/collector-config.yaml')]);
});
