import { join } from 'node:path';
import { freePort } from '../ports';
import type { Child } from '../processes/child';
import { startBridge } from './bridge';
import { startCollector } from './collector';
import { startZipkin } from './zipkin';

export interface TracesOptions {
  readonly logs: string;
  readonly ports: { readonly zipkin: number; readonly collector: number };
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  readonly started?: (child: Child) => void;
}

export interface Traces {
  /** The page for people. */
  readonly url: string;
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  readonly logFiles: { readonly zipkin: string; readonly collector: string };
  stop(): Promise<void>;
}

/** A collector, and a Zipkin that shows what it keeps. If one does not start, the others are stopped. */
export async function startTraces(options: TracesOptions): Promise<Traces> {
  const { logs, ports, env, started, say = () => undefined } = options;
  const logFiles = { zipkin: join(logs, 'zipkin.log'), collector: join(logs, 'collector.log') };
  const running: { stop(): Promise<void> }[] = [];
  // The collector first: what it still holds goes to Zipkin.
  const stop = async () => {
    for (const part of running.reverse()) await part.stop();
  };
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    running.push(part);
    return part;
  };
  try {
    const zipkin = keep(await startZipkin({ port: ports.zipkin, logFile: logFiles.zipkin, say, started }));
    const bridge = keep(await startBridge(await freePort(), zipkin.url));
    const backend = bridge.endpoint;
    const { endpoint } = keep(
      await startCollector({ port: ports.collector, backend, env, logFile: logFiles.collector, started }),
    );
    return { url: `${zipkin.url}/zipkin/`, endpoint, logFiles, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
