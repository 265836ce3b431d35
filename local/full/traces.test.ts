import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { freePort } from '../src/ports';
import { startTemporarySystem } from '../src/system/system';
import { temporaryFolder } from '../src/temporary-folder';
import { startTraces, type Traces } from '../src/traces/start';
import type { ZipkinSpan } from '../src/traces/to-zipkin';
import { until } from '../src/until';

let traces: Traces;
let logs: string;

async function start(kept: string): Promise<void> {
  logs = temporaryFolder();
  const ports = { zipkin: await freePort(), collector: await freePort() };
  const env = { ...process.env, TRACES_KEPT: kept, TRACES_DECIDED_AFTER: '1s' };
  traces = await startTraces({ logs, ports, env });
}
afterEach(async () => {
  await traces?.stop();
  await rm(logs, { recursive: true, force: true });
});

/** The spans of a trace that Zipkin has; none where it does not know it. */
async function kept(traceId: string): Promise<readonly ZipkinSpan[]> {
  const answer = await fetch(new URL(`/api/v2/trace/${traceId}`, traces.url));
  return answer.ok ? ((await answer.json()) as ZipkinSpan[]) : [];
}

type Part = { milliseconds?: number; failed?: boolean; attributes?: Record<string, string> };

/** Sends a trace of one span, and gives its id. */
async function send({ milliseconds = 1, failed = false, attributes = {} }: Part): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: 'work',
    kind: 2,
    startTimeUnixNano: String(now - BigInt(milliseconds) * 1_000_000n),
    endTimeUnixNano: String(now),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
    status: failed ? { code: 2, message: 'timeout' } : {},
  };
  const answer = await fetch(`${traces.endpoint}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(answer.status).toBe(200);
  return traceId;
}

it('errors, what is slow and dead letters are kept, and of the rest the share that is asked for', async () => {
  await start('0');
  const plain = await send({});
  const probe = await send({ attributes: { 'http.route': '/readyz' }, failed: true });
  const telling = [
    await send({ failed: true }),
    await send({ milliseconds: 6_000 }),
    await send({ attributes: { 'messaging.destination.name': 'order-events-payments-dlq' } }),
  ];
  // Sent after the others, decided upon after them.
  for (const id of telling) await until(`${id} is shown`, async () => (await kept(id)).length === 1);
  expect([await kept(plain), await kept(probe)]).toEqual([[], []]);
});

it('an order is one trace through all that have to do with it, to be looked at in Zipkin', async () => {
  await start('100');
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: traces.endpoint, OTEL_TRACES_SAMPLER_ARG: '1' };
  const system = await startTemporarySystem({ env: { orders: env, payments: env, notifications: env } });
  try {
    const traceId = randomBytes(16).toString('hex');
    const { status } = await fetch(`${system.url('orders')}/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
      body: JSON.stringify({ userId: randomUUID(), items: [{ productId: 'mug', price: 12.5, quantity: 2 }] }),
    });
    expect(status).toBe(201);
    await until('the mail is in the trace', async () =>
      (await kept(traceId)).some(({ name }) => name.toLowerCase() === 'send mail'),
    );
    const services = new Set((await kept(traceId)).map(({ localEndpoint }) => localEndpoint.serviceName));
    expect([...services].sort()).toEqual(expect.arrayContaining(['notifications', 'orders', 'payments']));
    const page = await fetch(traces.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')]);
  } finally {
    await system.stop();
  }
});
