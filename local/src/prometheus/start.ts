import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../errors';
import type { Child } from '../processes/child';
import { run } from '../processes/run';
import { startReady } from '../processes/start-ready';
import { repositoryRoot } from '../root';

export interface PrometheusOptions {
  /** For its data and its configuration. */
  dataDir: string;
  logFile: string;
  port: number;
  /** What is read: the address of each service, by its name. */
  targets: Readonly<Record<string, string>>;
  /** Of every series; in a cluster it is the namespace. */
  namespace: string;
  /** How often services are read and rules are worked. */
  everySeconds: number;
  /** For drills: by how much the rules' times are shorter than in life. */
  shorten?: number;
  started?: (child: Child) => void;
}

export interface Prometheus {
  readonly url: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** A real Prometheus that reads the services and works the rules of grafana/; ready when this resolves. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { dataDir, logFile, port, shorten, started } = options;
  const command = join(repositoryRoot(), '.tools/bin/prometheus');
  if (!existsSync(command))
    throw new LocalError('PROMETHEUS_MISSING', 'prometheus is not installed: run scripts/install-prometheus');
  mkdirSync(dataDir, { recursive: true });
  // Not the rules of an earlier version that the data is of.
  const rules = join(dataDir, 'rules');
  rmSync(rules, { recursive: true, force: true });
  const program = join(repositoryRoot(), 'grafana/dist/plain-rules.js');
  await run(process.execPath, [program, rules, ...(shorten === undefined ? [] : [String(shorten)])]);
  const config = join(dataDir, 'prometheus.json');
  writeFileSync(config, JSON.stringify(configuration(options), null, 2));

  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(dataDir, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--enable-feature=exemplar-storage',
  ];
  const child = await startReady(
    { name: 'prometheus', command, args, logFile, started },
    'Prometheus is ready',
    async () => (await fetch(`${url}/-/ready`)).ok,
  );
  return { url, logFile, stop: () => child.stop() };
}

/** JSON, which is YAML as well. */
const configuration = ({ targets, namespace, everySeconds }: PrometheusOptions): object => ({
  global: {
    scrape_interval: `${everySeconds}s`,
    scrape_timeout: `${everySeconds}s`,
    evaluation_interval: `${everySeconds}s`,
  },
  rule_files: ['rules/*.yaml'],
  scrape_configs: Object.entries(targets).map(([name, url]) => ({
    job_name: name,
    static_configs: [{ targets: [new URL(url).host], labels: { namespace } }],
  })),
});
