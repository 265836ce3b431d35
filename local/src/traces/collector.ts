import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalError } from '../errors';
import type { Child } from '../processes/child';
import { startReady } from '../processes/start-ready';
import { repositoryRoot } from '../root';

const config = resolve(__dirname, '../../collector/config.yaml');

/** The collector that scripts/install-collector compiles. */
export function collectorProgram(): string {
  const program = join(repositoryRoot(), '.tools/bin/otelcol');
  if (existsSync(program)) return program;
  throw new LocalError('COLLECTOR_MISSING', 'the collector is not installed: run scripts/install-collector');
}

export interface CollectorOptions {
  /** Where services send their traces: OTLP over HTTP. */
  readonly port: number;
  /** Where what is kept goes: OTLP over HTTP in JSON. */
  readonly backend: string;
  readonly logFile: string;
  /** TRACES_KEPT and TRACES_DECIDED_AFTER, as local/collector/config.yaml explains them. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly started?: ((child: Child) => void) | undefined;
}

/** An OpenTelemetry collector with the configuration of this machine; takes traces when this resolves. */
export async function startCollector(options: CollectorOptions): Promise<Child & { endpoint: string }> {
  const { port, backend, logFile, env = process.env, started } = options;
  const endpoint = `http://127.0.0.1:${port}`;
  const child = await startReady(
    {
      name: 'collector',
      command: collectorProgram(),
      args: [`--config=file:${config}`],
      env: { ...env, COLLECTOR_PORT: String(port), TRACES_BACKEND: backend },
      logFile,
      started,
    },
    'the collector answers',
    // An empty request: everything in it was taken.
    async () => (await fetch(`${endpoint}/v1/traces`, { method: 'POST', headers, body: '{}' })).ok,
  );
  return { ...child, endpoint };
}

const headers = { 'content-type': 'application/json' };
