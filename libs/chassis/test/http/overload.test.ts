import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Type } from '@sinclair/typebox';
import { route } from '../../src';
import { eventually } from '../../src/testing/eventually';
import { open, type Running, serve } from './support';

const allowed = 5;
let server: Running;
let letGo: () => void = () => {};
let inside: Promise<Response>[] = [];

beforeAll(async () => {
  let entered = 0;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = route({
    method: 'get',
    path: '/held',
    summary: 'Waits',
    answers: { 200: 'done' },
    async handle() {
      entered++;
      await gate;
      return { status: 200, body: 'done' };
    },
  });
  const taken = route({
    method: 'post',
    path: '/taken',
    summary: 'Takes a body',
    body: Type.Unknown(),
    answers: { 201: 'done' },
    handle: () => ({ status: 201 }),
  });
  server = await serve([held, taken], { HTTP_MAX_CONCURRENT: String(allowed), HTTP_RETRY_AFTER_SECONDS: '7' });
  inside = Array.from({ length: allowed }, () => fetch(`${server.url}/held`));
  await eventually(() => entered === allowed);
});
afterAll(() => server.stop());

/** What comes next over a connection, up to the end of the problem in it. */
async function nextProblem(socket: Socket): Promise<string> {
  let text = '';
  while (!text.includes('}')) text += await once(socket, 'data').then(([chunk]) => String(chunk));
  return text;
}

const head = (headers = '') => `POST /taken HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n${headers}`;

it('refuses what is above its limit with 503 and Retry-After while the others are still being worked on', async () => {
  const refused = await fetch(`${server.url}/held`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('7');
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(await refused.json()).toMatchObject({ code: 'overloaded', status: 503 });
});

it('gives the caller its request id back, if it is a sane one', async () => {
  const idOf = async (id: string) =>
    (await fetch(`${server.url}/held`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
  expect(await idOf('abc-123')).toBe('abc-123');
  expect(await idOf('two words')).toBeNull();
});

it('refuses before the body has come, and the connection stays in use', async () => {
  const socket = await open(server.port);
  socket.write(head('content-length: 2\r\n\r\n')); // and no body
  expect(await nextProblem(socket)).toMatch(/^HTTP\/1\.1 503 /);
  socket.write(`{}${head('content-length: 2\r\n\r\n{}')}`);
  expect(await nextProblem(socket)).toMatch(/^HTTP\/1\.1 503 /);
  socket.destroy();
});

it('does not invite a body that it would refuse', async () => {
  const socket = await open(server.port);
  socket.write(head('content-length: 2\r\nexpect: 100-continue\r\n\r\n'));
  expect(await nextProblem(socket)).toMatch(/^HTTP\/1\.1 503 /);
  socket.destroy();
});

it('is never too busy for probes', async () => {
  for (const probe of ['/livez', '/readyz', '/metrics']) expect((await fetch(server.url + probe)).status).toBe(200);
});

describe('when there is room again', () => {
  beforeAll(() => letGo());

  it('has answered all that it had let in, and takes new requests', async () => {
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual(Array(allowed).fill(200));
    expect((await fetch(`${server.url}/held`)).status).toBe(200);
  });
});
