import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ReceivedSpan, spansOf } from './otlp-spans';

export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  /** Every span that has come in, in the order of arrival. */
  readonly spans: readonly ReceivedSpan[];
  stop(): Promise<void>;
}

/** A collector that keeps what it is sent: takes OTLP over HTTP, traces as protobuf, and refuses all else. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const isTraces = request.method === 'POST' && request.url === '/v1/traces';
    if (!isTraces || request.headers['content-type'] !== 'application/x-protobuf') {
      response.writeHead(415).end();
      return;
    }
    spans.push(...spansOf(body));
    // An empty ExportTraceServiceResponse: everything was taken.
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  }

  const server = createServer((request, response) => {
    // A body that cannot be read is the sender's mistake: 400 is never sent again.
    handle(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
