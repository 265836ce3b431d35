import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Gateway, startGateway } from '../support/gateway';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ CORS_ORIGINS: 'https://shop.example.com', HTTP_BODY_LIMIT: '2000' });
});
afterAll(() => gateway?.stop());

it('answers with the headers that browsers heed, also where there is nothing', async () => {
  const { status, headers } = await gateway.call('GET', '/nothing');
  expect(status).toBe(404);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
  expect(headers.has('x-powered-by')).toBe(false);
});

it('lets pages of known sites call, and of no others', async () => {
  const preflight = (origin: string) =>
    gateway.call('OPTIONS', '/orders', { headers: { origin, 'access-control-request-method': 'POST' } });
  expect((await preflight('https://shop.example.com')).headers.get('access-control-allow-origin')).toBe(
    'https://shop.example.com',
  );
  expect((await preflight('https://evil.example.com')).headers.has('access-control-allow-origin')).toBe(false);
});

it('refuses bodies that are too large or nested too deeply, before anybody is asked', async () => {
  const as = await gateway.token('ada');
  const post = async (body: string) => (await gateway.call('POST', '/orders', { as, body })).body;
  expect(await post(JSON.stringify({ items: 'x'.repeat(3_000) }))).toMatchObject({
    status: 413,
    code: 'body-too-large',
  });
  expect(await post('['.repeat(200) + ']'.repeat(200))).toMatchObject({ status: 400, code: 'too-deep' });
});

it('takes products and quantities, and nothing a customer must not decide', async () => {
  const as = await gateway.token('ada');
  const item = { productId: 'prod-1', quantity: 1 };
  for (const body of [
    { items: [{ ...item, price: 0.01 }] },
    { items: [item], userId: 'eve' },
    { items: [item], totalAmount: 0 },
    { items: [item], status: 'confirmed' },
  ]) {
    expect(await gateway.call('POST', '/orders', { as, body })).toMatchObject({
      status: 422,
      body: { code: 'validation-failed' },
    });
  }
});

it('a request id with line breaks in it becomes no header', async () => {
  const { port } = new URL(gateway.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /nothing HTTP/1.1\r\nhost: x\r\nx-request-id: a%0d%0aset-cookie: b\r\nconnection: close\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1.1 404/);
  expect(answer.toLowerCase()).not.toContain('set-cookie');
});

it('shows its description, and a page to try it that needs no other site', async () => {
  const { body } = await gateway.call('GET', '/openapi.json');
  expect(body).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/orders': { post: { security: [{ bearer: [] }] } },
      '/me/orders': { get: {} },
      '/orders/{id}/events': { get: {} },
    },
  });
  const own = (body.paths as Record<string, Record<string, { parameters: { name: string }[] }>>)['/me/orders']?.get
    ?.parameters;
  expect(own?.map(({ name }) => name)).not.toContain('userId');
  const page = await fetch(`${gateway.url}/docs`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const links = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(2);
  for (const link of links) expect([link, (await fetch(gateway.url + link)).status]).toEqual([link, 200]);
});
