import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Seen {
  readonly target: string;
  readonly method: string;
  /** Path and query as the target got them. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Given {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What stands behind the gateway in these tests, where it has to be slow, broken or away; the true services are in test/e2e. */
export type Behaviour = (seen: Seen, response: ServerResponse) => Given | Promise<Given> | undefined;

const notFound: Given = { status: 404, body: { status: 404, code: 'NOT_FOUND', detail: 'There is no such thing.' } };

export async function targetsDouble() {
  const seen: Seen[] = [];
  const behaviours = new Map<string, Behaviour>();
  const server = createServer(async (request, response) => {
    const [, target = '', ...rest] = (request.url ?? '').split('/');
    const raw = await text(request);
    const { method = '', headers } = request;
    const what: Seen = {
      target,
      method,
      path: `/${rest.join('/')}`,
      headers,
      body: raw === '' ? undefined : JSON.parse(raw),
    };
    seen.push(what);
    const given = (await behaviours.get(target)?.(what, response)) ?? notFound;
    if (response.destroyed || response.writableEnded) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
    response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    url: (target: string) => `http://127.0.0.1:${port}/${target}`,
    behave: (target: string, behaviour: Behaviour) => void behaviours.set(target, behaviour),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
