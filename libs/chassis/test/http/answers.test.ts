import { routes } from './routes';
import { json, type Running, serve } from './support';

let server: Running;

beforeAll(async () => {
  server = await serve(routes);
});
afterAll(() => server.stop());

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);

describe('what goes well', () => {
  it('answers with status, headers and JSON, and without what Express likes to add', async () => {
    const answer = await get('/things', json({ name: 'a' }));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/things/a');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(await answer.json()).toMatchObject({ name: 'a' });
  });

  it('sends 204 without a body or a length', async () => {
    const answer = await get('/things/a', { method: 'DELETE' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([204, null, '']);
  });

  it('answers HEAD like GET, without the body', async () => {
    const answer = await get('/things/a', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([200, '"1"', '']);
  });

  it('converts the query to what the schema says, and fills in defaults', async () => {
    const answer = await get('/things?hidden=true&status=new&limit=7');
    expect(await answer.json()).toEqual({ limit: 7, hidden: true, status: ['new'] });
    const two = await get('/things?status=new&status=old');
    expect(await two.json()).toEqual({ limit: 10, status: ['new', 'old'] });
  });

  it('takes JSON under its other names', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/vnd.api+json',
      'Application/JSON;charset="UTF-8"',
    ]) {
      expect((await get('/things', json({ name: 'a' }, { 'content-type': type }))).status).toBe(201);
    }
  });
});

describe('request ids', () => {
  it('keeps a sane one and shows it to the handler', async () => {
    const answer = await get('/things', json({ name: 'a' }, { 'x-request-id': 'abc-123' }));
    expect(answer.headers.get('x-request-id')).toBe('abc-123');
    expect(await answer.json()).toMatchObject({ id: 'abc-123' });
  });

  it('replaces one that is too long or could forge log lines', async () => {
    for (const bad of ['x'.repeat(129), 'a b', '"}{"level":"error']) {
      const answer = await get('/things/a', { headers: { 'x-request-id': bad } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    }
  });
});

describe('trace context, while tracing is off', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is passed through unchanged', async () => {
    const answer = await get('/things', json({ name: 'a' }, { traceparent, tracestate: 'vendor=1' }));
    expect(await answer.json()).toMatchObject({ traceparent, tracestate: 'vendor=1' });
  });

  it('is dropped where it is none', async () => {
    const answer = await get(
      '/things',
      json({ name: 'a' }, { traceparent: `${traceparent}'; DROP TABLE`, tracestate: 'v=1' }),
    );
    const body = (await answer.json()) as Record<string, unknown>;
    expect([body.traceparent, body.tracestate]).toEqual([undefined, undefined]);
  });
});

describe('what the platform asks', () => {
  it('says it is alive and ready', async () => {
    expect(await (await get('/livez')).json()).toEqual({ status: 'alive' });
    expect(await (await get('/readyz')).json()).toEqual({ ready: true, reasons: {} });
  });

  it('counts requests by route pattern, never by path', async () => {
    await get('/things/secretname');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="/things/:id",status="200"}',
    );
    expect(metrics).toMatch(/^http_server_active_requests 1$/m);
    expect(metrics).not.toContain('secretname');
  });

  it('describes itself in OpenAPI 3.1, from the schemas that check', async () => {
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { parameters?: unknown[]; requestBody?: unknown; responses: object }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/things/{id}']?.get?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z]+$' } },
    ]);
    expect(document.paths['/things']?.post?.requestBody).toMatchObject({ required: true });
    expect(Object.keys(document.paths['/things']?.post?.responses ?? {})).toEqual(['201', 'default']);
    expect(document.paths['/livez']).toBeUndefined();
  });
});
