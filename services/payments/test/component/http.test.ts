import { randomUUID } from 'node:crypto';
import { authorized, cancelled, declined } from '../../src/domain/begin';
import { insertPayments } from '../../src/payments/insert';
import { simulatedProvider } from '../../src/provider/simulated';
import { type PaymentsSystem, paymentsSystem } from '../support/service';

let system: PaymentsSystem;
let url: string;
beforeAll(async () => {
  system = await paymentsSystem();
  ({ url } = await system.start(
    simulatedProvider({ latencyMs: 0, maxConcurrent: 1_000, declineRate: 0, failureRate: 0 }),
  ));
});
afterAll(() => system?.stop());

const order = (total = { amount: 1999, currency: 'EUR' }) => ({ orderId: randomUUID(), userId: 'user-1', total });

async function get(path: string) {
  const response = await fetch(url + path);
  const body = (await response.json()) as { payments: { orderId: string }[]; nextCursor?: string; paths?: object };
  return { status: response.status, type: response.headers.get('content-type'), body };
}

it('shows the payment of an order, with its amount as a decimal', async () => {
  const payment = authorized(order(), 'simulated', 'sim_secret');
  await insertPayments(system.db, [payment]);
  const { status, body } = await get(`/payments/${payment.orderId}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    paymentId: payment.id,
    orderId: payment.orderId,
    userId: 'user-1',
    amount: 19.99,
    currency: 'EUR',
    status: 'authorized',
    provider: 'simulated',
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
});

it('says why a payment was declined, and counts decimals as the currency does', async () => {
  const payment = declined(order({ amount: 1999, currency: 'JPY' }), 'simulated', 'card_declined');
  await insertPayments(system.db, [payment]);
  const { body } = await get(`/payments/${payment.orderId}`);
  expect(body).toMatchObject({ amount: 1999, currency: 'JPY', declineReason: 'card_declined' });
});

it('pages through all payments of a status, newest first, each once', async () => {
  const wanted = Array.from({ length: 7 }, () => cancelled(order()));
  await insertPayments(system.db, wanted);
  const shown: string[] = [];
  let path = '/payments?status=cancelled&limit=3';
  for (
    let cursor: string | undefined = '';
    cursor !== undefined;
    path = `/payments?status=cancelled&limit=3&cursor=${cursor}`
  ) {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body.payments.length).toBeLessThanOrEqual(3);
    shown.push(...body.payments.map(({ orderId }) => orderId));
    cursor = body.nextCursor;
  }
  // Orders that other tests have left in the topic may have been cancelled, too.
  const ours = new Set(wanted.map(({ orderId }) => orderId));
  expect(shown.filter((orderId) => ours.has(orderId))).toEqual([...ours].reverse());
  expect(new Set(shown).size).toBe(shown.length);
});

it.each([
  ['/payments/00000000-0000-0000-0000-000000000000', 404],
  ['/payments/not-a-uuid', 404],
  ['/payments?status=paid', 400],
  ['/payments?limit=0', 400],
  ['/payments?limit=201', 400],
  ['/payments?limit=many', 400],
  ['/payments?cursor=nonsense', 400],
])('answers %s with a problem, %d', async (path, expected) => {
  const { status, type, body } = await get(path);
  expect(status).toBe(expected);
  expect(type).toContain('application/problem+json');
  expect(body).toMatchObject({ status: expected, title: expect.any(String) });
});

it('describes itself, and says that it is ready', async () => {
  expect((await get('/openapi.json')).body.paths).toMatchObject({ '/payments': {}, '/payments/{orderId}': {} });
  expect((await get('/readyz')).status).toBe(200);
});
