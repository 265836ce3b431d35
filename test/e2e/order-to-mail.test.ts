import { eventually } from '@spillway/chassis/testing';
import { type System, startTemporarySystem } from '@spillway/local';

let system: System;

beforeAll(async () => {
  system = await startTemporarySystem({ env: { payments: { SIMULATED_DECLINE_RATE: '0' } } });
});

afterAll(async () => {
  await system?.stop();
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${system.url('orders')}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text ? JSON.parse(text) : undefined) as Record<string, unknown>,
  };
}

const statusOf = async (orderId: unknown) => (await call('GET', `/orders/${orderId}`)).body.status;

async function mailsAbout(orderId: unknown): Promise<{ subject: string; to: string[] }[]> {
  const response = await fetch(`${system.mail.apiUrl}/api/mails?orderId=${orderId}`);
  return ((await response.json()) as { mails: { subject: string; to: string[] }[] }).mails;
}

const forms = {
  'products with totalAmount': {
    userId: 'ada',
    products: [
      { id: 'prod-1', name: 'Mug', price: 12.5, quantity: 2 },
      { id: 'prod-2', name: 'Towel', price: 19.99, quantity: 1 },
    ],
    totalAmount: 44.99,
  },
  items: { userId: 'ada', items: [{ productId: 'prod-1', price: 12.5, quantity: 2 }] },
};

it.each(Object.entries(forms))('carries an order given as %s from the POST to a mail', async (_form, body) => {
  const placed = await call('POST', '/orders', body);
  expect(placed.status).toBe(201);
  expect(placed.body).toMatchObject({ success: true, status: 'pending' });
  const { orderId } = placed.body;
  expect(placed.headers.get('location')).toBe(`/orders/${orderId}`);

  await eventually(async () => (await statusOf(orderId)) === 'confirmed');
  const [mail] = await eventually(async () => {
    const mails = await mailsAbout(orderId);
    return mails.length > 0 && mails;
  });
  expect(mail?.to).toEqual(['ada@spillway.test']);

  const payment = await fetch(`${system.url('payments')}/payments/${orderId}`).then((response) => response.json());
  await eventually(async () => {
    const now = (await fetch(`${system.url('payments')}/payments/${orderId}`).then((response) => response.json())) as {
      status: string;
    };
    return now.status === 'captured';
  });
  expect(payment).toMatchObject({ orderId });
});

it('tells the whole life of an order: shipped, delivered, and its history', async () => {
  const { body: placed } = await call('POST', '/orders', forms.items);
  await eventually(async () => (await statusOf(placed.orderId)) === 'confirmed');
  expect((await call('PATCH', `/orders/${placed.orderId}`, { status: 'shipped' })).status).toBe(200);
  expect((await call('PATCH', `/orders/${placed.orderId}`, { status: 'delivered' })).status).toBe(200);
  const { body: history } = await call('GET', `/orders/${placed.orderId}/history`);
  const types = (history.events as { type: string }[]).map(({ type }) => type);
  expect(types).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderShipped', 'OrderDelivered']);
  await eventually(async () => (await mailsAbout(placed.orderId)).length === 2); // confirmed and shipped
});

it('cancels an order whose goods are not there, pays nothing for it, and says so', async () => {
  const products = [
    { id: 'prod-1', name: 'Mug', price: 12.5, quantity: 1 },
    { id: 'nobody-has-it', name: 'Unicorn', price: 1, quantity: 1 },
  ];
  const { body: placed } = await call('POST', '/orders', { userId: 'ada', products });
  await eventually(async () => (await statusOf(placed.orderId)) === 'cancelled');
  const { body: history } = await call('GET', `/orders/${placed.orderId}/history`);
  const [, cancelled] = history.events as { data: Record<string, unknown> }[];
  expect(cancelled?.data).toMatchObject({ reason: 'out-of-stock', detail: 'nobody-has-it: 0 of 1' });
  await eventually(async () => (await mailsAbout(placed.orderId)).length === 1);
  await eventually(async () => {
    const response = await fetch(`${system.url('payments')}/payments/${placed.orderId}`);
    const { status } = (await response.json()) as { status?: string };
    return status === 'voided' || status === 'cancelled';
  });
  await eventually(async () => {
    const reservation = await fetch(`${system.url('products')}/reservations/${placed.orderId}`);
    return ((await reservation.json()) as { status: string }).status === 'released';
  });
});

it('gives the money back when a confirmed order is cancelled', async () => {
  const { body: placed } = await call('POST', '/orders', forms.items);
  await eventually(async () => (await statusOf(placed.orderId)) === 'confirmed');
  expect((await call('PATCH', `/orders/${placed.orderId}`, { status: 'cancelled' })).status).toBe(200);
  await eventually(async () => {
    const payment = (await fetch(`${system.url('payments')}/payments/${placed.orderId}`).then((response) =>
      response.json(),
    )) as { status: string };
    return payment.status === 'refunded' || payment.status === 'voided';
  });
});

it('writes to the address of a registered user, and to nobody once the account is gone', async () => {
  const users = async (method: string, path: string, body?: unknown, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const text = await (await fetch(`${system.url('users')}${path}`, init)).text();
    return (text ? JSON.parse(text) : {}) as Record<string, string>;
  };
  const [email, password] = ['grace@example.com', 'nanoseconds are short'];
  await users('POST', '/users', { email, password });
  const { accessToken } = await users('POST', '/sessions', { email, password });
  const { userId } = await users('GET', '/me', undefined, accessToken);
  const preference = async () => (await fetch(`${system.url('notifications')}/preferences/${userId}`)).status;
  await eventually(async () => (await preference()) === 200);

  const place = async () => (await call('POST', '/orders', { ...forms.items, userId })).body.orderId;
  const orderId = await place();
  await eventually(async () => (await mailsAbout(orderId)).length > 0);
  expect((await mailsAbout(orderId)).map(({ to }) => to)).toEqual([[email]]);

  await users('POST', '/me/deletion', { password }, accessToken);
  await eventually(async () => (await preference()) === 404);
  const late = await place();
  const told = await eventually(async () => {
    const answer = await fetch(`${system.url('notifications')}/notifications?orderId=${late}`);
    const { notifications } = (await answer.json()) as { notifications: { reason?: string }[] };
    return notifications.length > 0 && notifications;
  });
  expect(told).toMatchObject([{ status: 'failed', reason: 'user-deleted' }]);
  expect(await mailsAbout(late)).toEqual([]);
});
