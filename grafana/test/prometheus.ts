import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, repositoryRoot, type System, serviceNames, until } from '@spillway/local';
import { stringify } from 'yaml';
import { plainRules, ruleFiles } from '../src/alerts/files';

/** A sample of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface Prometheus {
  /** Throws with what Prometheus says where it does not answer the query. */
  query(expr: string): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

/** A real Prometheus that reads the system's services every second, as the namespace `local`, and works the rules. */
export async function startPrometheus(system: System): Promise<Prometheus> {
  const program = join(repositoryRoot(), '.tools/bin/prometheus');
  if (!existsSync(program)) throw new Error('prometheus is not installed: run scripts/install-prometheus');
  const folder = mkdtempSync(join(tmpdir(), 'spillway-prometheus-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  for (const [name, groups] of Object.entries(ruleFiles()))
    writeFileSync(join(folder, `${name}.rules`), plainRules(groups));
  writeFileSync(join(folder, 'prometheus.yaml'), configuration(system));

  const log = join(folder, 'log');
  const child = spawn(program, [
    `--config.file=${folder}/prometheus.yaml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${new URL(url).host}`,
  ]);
  const ended = once(child, 'exit');
  child.stderr.pipe(createWriteStream(log));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('Prometheus is ready', async () => {
      if (child.exitCode !== null) throw new Error(readFileSync(log, 'utf8'));
      return (await fetch(`${url}/-/ready`)).ok;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { query: (expr) => query(url, expr), stop };
}

const configuration = (system: System): string =>
  stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['*.rules'],
    scrape_configs: serviceNames.map((name) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(system.url(name)).host], labels: { namespace: 'local' } }],
    })),
  });

async function query(url: string, expr: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expr }) });
  const { status, error, data } = (await answer.json()) as {
    status: string;
    error?: string;
    data?: { result: Sample[] };
  };
  if (status !== 'success' || data === undefined) throw new Error(`${error ?? status}: ${expr}`);
  return data.result;
}
