import { routes } from './routes';
import { json, type Running, rawRequest, serve } from './support';

let server: Running;

beforeAll(async () => {
  server = await serve(routes, { HTTP_BODY_LIMIT: '1000' });
});
afterAll(() => server.stop());

async function problem(path: string, init?: RequestInit) {
  const answer = await fetch(server.url + path, init);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-request-id')).toBeTruthy();
  const body = (await answer.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status: answer.status, instance: path.split('?')[0] });
  expect(body.type).toBe(`urn:spillway:problem:${String(body.code).toLowerCase().replaceAll('_', '-')}`);
  return { status: answer.status, headers: answer.headers, body };
}

describe("the caller's mistakes", () => {
  it('names every mistake of a body with a JSON pointer', async () => {
    const { status, body } = await problem('/things', json({ count: -1, tags: ['a', 1], 'x/y': true }));
    expect(status).toBe(422);
    expect(body.code).toBe('validation-failed');
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { in: 'body', pointer: '/name', detail: 'is required' },
        { in: 'body', pointer: '/count', detail: 'must be >= 0' },
        { in: 'body', pointer: '/tags/1', detail: 'must be string' },
        { in: 'body', pointer: '/x~1y', detail: 'is not known here' },
      ]),
    );
  });

  it('does not convert what stands in a body', async () => {
    expect((await problem('/things', json({ name: 'a', count: '1' }))).status).toBe(422);
  });

  it('refuses a query that does not fit with 400, a path parameter with 404', async () => {
    const query = await problem('/things?limit=many&unknown=1');
    expect([query.status, query.body.errors]).toEqual([
      400,
      expect.arrayContaining([expect.objectContaining({ in: 'query', pointer: '/limit' })]),
    ]);
    expect((await problem('/things/UPPER')).status).toBe(404);
  });

  it('refuses a query with too many parameters', async () => {
    expect((await problem(`/things?${'status=a&'.repeat(101)}`)).body.code).toBe('too-many-parameters');
  });

  it.each([
    ['{"name":', 400, 'invalid-json'],
    ['', 400, 'body-missing'],
    ['{"name":"a"}{"name":"b"}', 400, 'invalid-json'],
  ])('refuses the body %j with %i %s', async (text, status, code) => {
    const refused = await problem('/things', json(text));
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  it('refuses bytes that are no UTF-8 instead of storing replacement characters', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const refused = await problem('/things', { ...json(''), body: bytes });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-json']);
  });

  it('refuses other media types, character sets and compression with 415', async () => {
    const foreign: Record<string, string>[] = [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json; charset=iso-8859-1' },
      { 'content-encoding': 'gzip' },
    ];
    for (const headers of foreign) {
      expect((await problem('/things', json({ name: 'a' }, headers))).status).toBe(415);
    }
  });

  it('says 404 where there is nothing and 405 with Allow where there is something else', async () => {
    expect((await problem('/nothing')).status).toBe(404);
    const refused = await problem('/things', { method: 'PUT', body: 'x' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS']);
    const options = await fetch(`${server.url}/things/a`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, DELETE, OPTIONS']);
  });

  it('refuses a path with broken encoding', async () => {
    const answer = await rawRequest(server.port, 'GET /things/%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid-path"');
  });
});

describe('what is ours', () => {
  it('hides the inside of a bug behind 500', async () => {
    const { status, body } = await problem('/bug');
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|secrets/);
  });

  it.each([
    ['/full', 'overloaded'],
    ['/down', 'dependency-unavailable'],
    ['/refused', 'dependency-unavailable'],
  ])('says 503 with Retry-After for %s', async (path, code) => {
    const { status, headers, body } = await problem(path);
    expect([status, headers.get('retry-after'), body.code]).toEqual([503, '1', code]);
  });

  it('sends a problem with its own members', async () => {
    const { status, body } = await problem('/conflict');
    expect([status, body.title, body.legal]).toEqual([409, 'Illegal transition', ['delivered']]);
  });

  it('survives a problem that cannot be sent', async () => {
    await expect(fetch(`${server.url}/unsendable`)).rejects.toThrow();
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });
});
