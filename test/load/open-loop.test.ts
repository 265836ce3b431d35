import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLoop } from './open-loop';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function against(listener: RequestListener) {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const reply = (response: ServerResponse, status: number, body = '', headers: Record<string, string> = {}) =>
  void response.writeHead(status, { 'content-length': body.length, ...headers }).end(body);

const bytes = Buffer.from('POST /orders HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\n\r\n{}');
const request = () => bytes;
const load = { rate: 400, seconds: 0.5, connections: 8, request };

it('tells apart what was accepted and what was refused, and lists the ids of the accepted', async () => {
  let n = 0;
  const target = await against((_, response) => {
    const refused = ++n % 2 === 0;
    reply(response, refused ? 503 : 201, refused ? 'no' : `id-${n}`);
  });
  const result = await openLoop({ target, ...load, idIn: (body) => body });
  const [accepted, refused] = [result.byStatus[201], result.byStatus[503]];
  expect(result).toMatchObject({ due: 200, lost: 0 });
  expect((accepted?.count ?? 0) + (refused?.count ?? 0)).toBe(result.sent);
  expect(result.sent).toBe(n);
  expect(new Set(result.ids.map(({ id }) => id)).size).toBe(accepted?.count);
  expect(result.ids.every(({ id }) => id.startsWith('id-'))).toBe(true);
});

it('has a stall of the service in the latency of all that was due meanwhile, sent or not', async () => {
  const stall = 300;
  let release: Promise<void> | undefined;
  const target = await against((_, response) => {
    release ??= new Promise((resolve) => setTimeout(resolve, stall));
    void release.then(() => reply(response, 201));
  });
  const { byStatus, generator } = await openLoop({ target, ...load, seconds: 1.5, connections: 2 });
  const accepted = byStatus[201];
  // Two could be sent and waited; the others waited to be sent, and from that alone the service would look quick.
  expect(accepted?.fromDue.max).toBeGreaterThanOrEqual(stall - 1);
  expect(generator.sentLate.max).toBeGreaterThan(stall / 2);
  expect(accepted?.fromDue.max).toBeGreaterThanOrEqual(generator.sentLate.max);
});

it('stops with its time: what could not be sent by then is not sent, and what is under way is waited for', async () => {
  let came = 0;
  const open: (() => void)[] = [];
  const target = await against((_, response) => {
    came++;
    open.push(() => reply(response, 201));
    const answerAll = () => {
      for (const answer of open) answer();
    };
    if (came === 3) setTimeout(answerAll, 2 * load.seconds * 1000);
  });
  const result = await openLoop({ target, ...load, connections: 3 });
  expect(result).toMatchObject({ due: 200, sent: 3, lost: 0 });
  expect(result.byStatus[201]).toMatchObject({ count: 3, duringLoad: 0 });
});

it('goes on over new connections when the service closes them', async () => {
  const target = await against((_, response) => reply(response, 201, 'done', { connection: 'close' }));
  const result = await openLoop({ target, ...load });
  expect(result.lost).toBe(0);
  expect(result.byStatus[201]?.count).toBe(result.sent);
  expect(result.sent).toBeGreaterThan(load.connections);
});

it('counts what got no answer, and says why', async () => {
  let n = 0;
  const target = await against((_, response) => {
    if (++n % 4 === 0) response.destroy();
    else reply(response, 201);
  });
  const result = await openLoop({ target, ...load });
  expect(result.lost).toBe(Math.floor(n / 4));
  expect(result.byStatus[201]?.count).toBe(result.sent - result.lost);
  expect(result.firstLoss).toBeTruthy();
});

it('says when there is nobody', async () => {
  const target = await against(() => undefined);
  server?.close();
  await expect(openLoop({ target, ...load, openWithinMs: 100 })).rejects.toThrow('connections could be opened');
});
