import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cached } from '../cache';
import { LocalError } from '../errors';
import { findJava } from '../kafka/java';
import type { Child } from '../processes/child';
import { run } from '../processes/run';
import { startReady } from '../processes/start-ready';

const pom = resolve(__dirname, '../../zipkin/pom.xml');

/** Zipkin's server jar, fetched once. */
async function zipkinJar(say: (line: string) => void): Promise<string> {
  const key = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = await cached(`zipkin-${key}`, async (target) => {
    say('fetching Zipkin from Maven Central (84 MB, once)');
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal]).catch((cause: unknown) => {
      throw new LocalError('ZIPKIN_JAR', `Maven (mvn) could not fetch Zipkin: ${(cause as Error).message}`, { cause });
    });
  });
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.jar')) ?? '');
}

export interface ZipkinOptions {
  readonly port: number;
  readonly logFile: string;
  readonly say: (line: string) => void;
  readonly started?: ((child: Child) => void) | undefined;
}

/** A Zipkin that keeps traces in memory, as long as it runs; answers when this resolves. */
export async function startZipkin({ port, logFile, say, started }: ZipkinOptions): Promise<Child & { url: string }> {
  const [jar, java] = await Promise.all([zipkinJar(say), findJava()]);
  const url = `http://127.0.0.1:${port}`;
  const child = await startReady(
    {
      name: 'zipkin',
      command: java.command,
      args: ['-Xmx384m', '-XX:+UseSerialGC', '-jar', jar],
      env: { ...process.env, QUERY_PORT: String(port), SELF_TRACING_ENABLED: 'false', MEM_MAX_SPANS: '200000' },
      logFile,
      started,
    },
    'Zipkin answers',
    async () => (await fetch(`${url}/health`)).ok,
  );
  return { ...child, url };
}
