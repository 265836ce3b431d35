import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type Route, route } from '../../src';
import { eventually } from '../../src/testing';
import { type Running, serve } from './support';

let running: Running;
const open = new Set<ServerResponse>();
afterEach(() => running?.stop());

const whoAsks = route({
  method: 'get',
  path: '/address',
  summary: 'The address of who asks',
  answers: { 200: 'It' },
  handle: ({ address }) => ({ status: 200, body: { address: address() } }),
});
const ticks = route({
  method: 'get',
  path: '/ticks',
  summary: 'Ticks for as long as somebody listens',
  secured: true,
  answers: { 200: 'Lines' },
  handle: () => ({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    stream(response) {
      open.add(response);
      response.once('close', () => open.delete(response));
      response.write('tick\n');
    },
  }),
});

const addressSeen = async (headers: Record<string, string>) => {
  const answer = await fetch(`${running.url}/address`, { headers });
  return ((await answer.json()) as { address: string }).address;
};

it('believes no header about the address, unless told how many proxies there are', async () => {
  running = await serve([whoAsks]);
  expect(await addressSeen({ 'x-forwarded-for': '203.0.113.7' })).toBe('127.0.0.1');
});

it('believes as many proxies as it was told of, and not what a caller put before them', async () => {
  running = await serve([whoAsks], { HTTP_TRUSTED_PROXIES: '1' });
  expect(await addressSeen({ 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })).toBe('203.0.113.7');
});

it('streams an answer, counts it as answered, and stops when who streams has ended it', async () => {
  running = await serve([ticks]);
  const response = await fetch(`${running.url}/ticks`);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe('tick\n');
  const metrics = await (await fetch(`${running.url}/metrics`)).text();
  expect(metrics).toMatch(/http_server_request_duration_seconds_count\{[^}]*route="\/ticks"[^}]*\} 1/);
  const [stream] = open;
  stream?.end();
  await once(stream as ServerResponse, 'close');
  expect((await reader?.read())?.done).toBe(true);
});

it('sends the head of a stream although nothing has been written yet', async () => {
  const silent = {
    ...ticks,
    handle: () => ({ status: 200, stream: (response: ServerResponse) => void open.add(response) }),
  };
  running = await serve([silent]);
  expect((await fetch(`${running.url}/ticks`)).status).toBe(200);
  for (const stream of open) stream.end();
  open.clear();
});

it('forgets a listener that has gone', async () => {
  running = await serve([ticks]);
  const gone = new AbortController();
  await fetch(`${running.url}/ticks`, { signal: gone.signal });
  expect(open.size).toBe(1);
  gone.abort();
  await eventually(() => open.size === 0);
});

it('lets every request meet what was put before the routes, also where there is nothing', async () => {
  const before = [
    (_: unknown, response: ServerResponse, next: () => void) => {
      response.setHeader('x-frame-options', 'DENY');
      next();
    },
  ];
  running = await serve([whoAsks], {}, before);
  for (const path of ['/address', '/nothing', '/livez']) {
    const { headers } = await fetch(running.url + path);
    expect([path, headers.get('x-frame-options')]).toEqual([path, 'DENY']);
  }
});

it('says in the description which routes want a token', async () => {
  running = await serve([whoAsks, ticks] satisfies Route[]);
  const document = (await (await fetch(`${running.url}/openapi.json`)).json()) as Record<string, never>;
  expect(document).toMatchObject({
    paths: { '/ticks': { get: { security: [{ bearer: [] }] } } },
    components: { securitySchemes: { bearer: { scheme: 'bearer' } } },
  });
  expect(document).not.toHaveProperty(['paths', '/address', 'get', 'security']);
});
