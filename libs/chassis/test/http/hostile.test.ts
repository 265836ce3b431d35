import { once } from 'node:events';
import { Type } from '@sinclair/typebox';
import { route } from '../../src';
import { eventually } from '../../src/testing/eventually';
import { routes } from './routes';
import { everything, json, open, type Running, rawRequest, serve } from './support';

let server: Running;
/** One that is impatient; the others have all the time they need. */
let strict: Running;
let release: () => void = () => {};
const held = new Promise<void>((resolve) => {
  release = resolve;
});
let finished = 0;

const slow = route({
  method: 'post',
  path: '/slow',
  summary: 'Answers when it is let',
  body: Type.Unknown(),
  answers: { 200: 'done' },
  async handle() {
    await held;
    finished++;
    return { status: 200, body: 'x'.repeat(100_000) };
  },
});

beforeAll(async () => {
  server = await serve([...routes, slow], { HTTP_BODY_LIMIT: '1000' });
  strict = await serve(routes, { HTTP_HEADERS_TIMEOUT_MS: '200', HTTP_REQUEST_TIMEOUT_MS: '400' });
});
afterAll(() => Promise.all([server.stop(), strict.stop()]));

const post = (headers: string, body = '') =>
  `POST /anything HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;

describe('bodies', () => {
  it('refuses one above the limit, and can be talked to on the same connection afterwards', async () => {
    const big = JSON.stringify('x'.repeat(2_000));
    const next = 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    const answers = await rawRequest(server.port, post(`content-length: ${big.length}`, big) + next);
    expect(answers).toMatch(/^HTTP\/1\.1 413 /);
    expect(answers).toContain('"code":"body-too-large"');
    expect(answers).toContain('{"status":"alive"}');
  });

  it('refuses one declared far above the limit without reading it, and hangs up', async () => {
    const answer = await rawRequest(server.port, post('content-length: 9000000000', '{'));
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*\r\n/);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('counts the bytes of a chunked one, which declares nothing', async () => {
    const chunk = `${(2_000).toString(16)}\r\n${'1'.repeat(2_000)}\r\n0\r\n\r\n`;
    const answer = await rawRequest(server.port, post('transfer-encoding: chunked\r\nconnection: close', chunk));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('invites only those that fit (Expect: 100-continue)', async () => {
    const refused = await rawRequest(server.port, post('content-length: 5000\r\nexpect: 100-continue'));
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
    const socket = await open(server.port);
    socket.write(post('content-length: 2\r\nexpect: 100-continue\r\nconnection: close'));
    const [invitation] = await once(socket, 'data');
    expect(String(invitation)).toMatch(/^HTTP\/1\.1 100 /);
    socket.write('{}');
    expect(await everything(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('refuses deep nesting, but not many brackets side by side or within text', async () => {
    const deep = await fetch(`${server.url}/anything`, json('['.repeat(400) + ']'.repeat(400)));
    expect([deep.status, ((await deep.json()) as { code: string }).code]).toEqual([400, 'too-deep']);
    const wide = await fetch(`${server.url}/anything`, json(`[${'[],'.repeat(200)}"${'\\"[['.repeat(50)}"]`));
    expect(wide.status).toBe(200);
  });

  it('is not fooled by __proto__', async () => {
    const answer = await fetch(`${server.url}/anything`, json('{"__proto__":{"polluted":true}}'));
    expect(await answer.json()).toEqual({ type: 'object' });
    const query = await fetch(`${server.url}/things?__proto__[polluted]=1&__proto__=2`);
    expect(query.status).toBe(400);
  });
});

describe('slow and broken senders', () => {
  it('hangs up on a head that does not come to an end', async () => {
    const socket = await open(strict.port);
    socket.write('POST /things HTTP/1.1\r\nhost: x\r\n');
    const drip = setInterval(() => socket.write('x-drip: 1\r\n'), 20);
    const answer = await everything(socket);
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('application/problem+json');
  });

  it('hangs up on a body that does not come to an end', async () => {
    const socket = await open(strict.port);
    socket.write(post('content-length: 900', '['));
    const drip = setInterval(() => socket.write(' '), 20);
    const answer = await everything(socket);
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers what is no HTTP, and headers without measure, before it hangs up', async () => {
    expect(await rawRequest(server.port, 'EHLO mail\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*"code":"invalid-request"/,
    );
    const huge = `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await rawRequest(server.port, huge)).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers-too-large"/);
  });

  it('outlives clients that hang up in the middle of a body, and while they are being answered', async () => {
    const sending = await open(server.port);
    sending.write(post('content-length: 900', '['));
    sending.destroy();
    const waiting = await open(server.port);
    waiting.write(post('content-length: 2', '{}').replace('/anything', '/slow'));
    await eventually(async () => (await activeRequests()) === 2);
    waiting.resetAndDestroy();
    release();
    await eventually(() => finished === 1);
    await eventually(async () => (await activeRequests()) === 1);
  });
});

/** The asking request itself is one of them. */
async function activeRequests(): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^http_server_active_requests (\d+)$/m.exec(metrics)?.[1]);
}
