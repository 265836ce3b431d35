import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Receiver {
  readonly port: number;
  readonly url: string;
  calls(path: string): Call[];
  stop(): Promise<void>;
}

/** A webhook's receiver; `answer` gives the status for the nth call of a path, or a promise of it to answer late. */
export async function receiver(
  answer: (path: string, call: number) => number | Promise<number> = () => 200,
): Promise<Receiver> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    calls.push({ path, headers: plain(request.headers), body: Buffer.concat(chunks).toString() });
    const status = await answer(path, calls.filter((call) => call.path === path).length);
    response.writeHead(status, { location: '/redirected' }).end('x'.repeat(100_000));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    calls: (path) => calls.filter((call) => call.path === path),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
