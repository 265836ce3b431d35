import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { type OtlpTraces, toZipkin } from './to-zipkin';

export interface Bridge {
  /** For an exporter of OTLP over HTTP in JSON. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Takes traces as OTLP and hands them to a Zipkin, which does not speak it. What Zipkin does not take is not taken here
 * either, so that the sender keeps it and tries again.
 */
export async function startBridge(port: number, zipkin: string): Promise<Bridge> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/v1/traces') {
      response.writeHead(404).end();
      return;
    }
    const spans = toZipkin((await json(request)) as OtlpTraces);
    const answer = await fetch(`${zipkin}/api/v2/spans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(spans),
    });
    await answer.arrayBuffer();
    response.writeHead(answer.ok ? 200 : 503, { 'content-type': 'application/json' }).end('{}');
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(503).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
