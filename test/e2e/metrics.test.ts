import { randomUUID } from 'node:crypto';
import { eventually } from '@spillway/chassis/testing';
import { type ServiceName, type System, serviceNames, startTemporarySystem } from '@spillway/local';
import { startOtlpReceiver } from '../system/otlp-receiver';
import { metricsOf, type Sample, seriesOf } from '../system/series';

/** All services with every trace recorded, and a provider that declines every third payment or so. */
let system: System;
let collector: Awaited<ReturnType<typeof startOtlpReceiver>>;
beforeAll(async () => {
  collector = await startOtlpReceiver();
  const common = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: '1' };
  system = await startTemporarySystem({
    env: {
      orders: common,
      payments: { ...common, SIMULATED_DECLINE_RATE: '0.3' },
      notifications: common,
      lag: { LAG_INTERVAL_MS: '100' },
    },
  });
});
afterAll(async () => {
  await system?.stop();
  await collector?.stop();
});

const send = (service: ServiceName, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
  fetch(`${system.url(service)}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const order = () => ({ userId: randomUUID(), items: [{ productId: 'prod-1', price: 10, quantity: 1 }] });

/** Orders of as many users, and requests that nobody has a route for; resolves when all that follows from them is done. */
async function traffic(count: number): Promise<void> {
  const orderIds = await Promise.all(
    Array.from({ length: count }, async () => {
      const placed = (await (await send('orders', '/orders', order())).json()) as { orderId: string };
      await send('orders', `/orders/${placed.orderId}`);
      await send('orders', `/orders/${randomUUID()}`);
      await send('payments', `/payments/${randomUUID()}`);
      for (const service of serviceNames) {
        await send(service, `/${randomUUID()}?token=${randomUUID()}`);
        await send(service, `/livez/${randomUUID()}`, undefined, 'PURGE');
      }
      return placed.orderId;
    }),
  );
  await eventually(async () => (await value('orders', 'order_saga_open')) === 0);
  await eventually(async () => {
    const late = (await metricsOf(system, 'lag')).filter(({ name }) => name === 'kafka_consumer_lag_messages');
    return late.length > 0 && late.every((sample) => sample.value === 0);
  });
  // Before, some are there and some are not, as chance has it; now each is.
  for (const orderId of orderIds.slice(0, 1)) await send('payments', `/payments/${orderId}`);
}

async function value(service: ServiceName, name: string, labels: Record<string, string> = {}): Promise<number> {
  const fits = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([k, v]) => sample.labels[k] === v);
  return (await metricsOf(system, service)).filter(fits).reduce((sum, sample) => sum + sample.value, 0);
}

// What Node tells of itself comes and goes (kinds of garbage collections, of open handles); its values are few.
const ofTraffic = (samples: readonly Sample[]) =>
  samples.filter(({ name }) => !/^(nodejs|process)_/.test(name)).map(seriesOf);

it('has no series more after more orders, other users, and paths that nobody knows', async () => {
  await traffic(60);
  for (const name of serviceNames) await metricsOf(system, name); // to be asked makes a series, too
  const before = new Map(
    await Promise.all(
      serviceNames.map(async (name) => [name, new Set(ofTraffic(await metricsOf(system, name)))] as const),
    ),
  );
  await traffic(200);
  for (const name of serviceNames) {
    const grown = ofTraffic(await metricsOf(system, name)).filter((series) => !before.get(name)?.has(series));
    expect({ name, grown }).toEqual({ name, grown: [] });
    expect(before.get(name)?.size).toBeLessThan(1_000);
  }
});

it('tells what became of orders, payments and notifications', async () => {
  await traffic(40);
  // What is read from the database is shared by the scrapes of two seconds.
  await eventually(
    async () => (await value('orders', 'orders')) === (await value('orders', 'order_saga_endings_total')),
  );
  const placed = await value('orders', 'orders');
  const confirmed = await value('orders', 'orders', { status: 'confirmed', currency: 'EUR' });
  const cancelled = await value('orders', 'orders', { status: 'cancelled' });
  expect([placed, Math.min(confirmed, cancelled) > 0]).toEqual([confirmed + cancelled, true]);
  expect(await value('orders', 'orders_revenue_minor_units', { status: 'confirmed' })).toBe(confirmed * 1_000);
  expect(await value('orders', 'order_saga_endings_total', { reason: 'done' })).toBe(confirmed);
  expect(await value('orders', 'order_saga_endings_total', { reason: 'payment-declined' })).toBe(cancelled);
  expect(await value('orders', 'order_saga_oldest_open_age_seconds')).toBe(0);
  expect(await value('payments', 'payments_total', { outcome: 'authorized' })).toBe(confirmed);
  expect(await value('payments', 'payments_total', { outcome: 'captured' })).toBe(confirmed);
  expect(await value('payments', 'payments_total', { outcome: 'declined' })).toBe(cancelled);
  expect(await value('notifications', 'notifications_total', { outcome: 'sent' })).toBeGreaterThanOrEqual(placed);
  expect(await value('notifications', 'webhook_waiting_deliveries')).toBe(0);
});

it('leads from each latency histogram to a trace', async () => {
  await traffic(5);
  const histograms = {
    orders: [
      'http_server_request_duration_seconds',
      'messaging_process_duration_seconds',
      'event_delivery_latency_seconds',
    ],
    payments: ['messaging_process_duration_seconds', 'event_delivery_latency_seconds'],
    notifications: ['messaging_process_duration_seconds', 'event_delivery_latency_seconds'],
  } as const;
  for (const [service, names] of Object.entries(histograms)) {
    const samples = await metricsOf(system, service as ServiceName);
    for (const name of names) {
      const traces = samples.flatMap((sample) => (sample.name === `${name}_bucket` ? (sample.traceId ?? []) : []));
      expect({ service, name, traces }).toEqual({
        service,
        name,
        traces: expect.arrayContaining([expect.any(String)]),
      });
      await eventually(() => collector.spans.some(({ traceId }) => traces.includes(traceId)));
    }
  }
});
