import { readFileSync } from 'node:fs';
import { eventually, listen } from '@spillway/chassis/testing';
import { type System, startTemporarySystem } from '@spillway/local';
import { descriptionOf, fileOf, passedTo, stored } from '../openapi/descriptions';
import { type Customer, type Shop, shop } from '../system/customer';
import { makeAdmin } from '../system/make-admin';

let system: System;
let store: Shop;
let ada: Customer;
let admin: Customer;
beforeAll(async () => {
  const env = {
    gateway: { RATE_LIMIT_SENSITIVE_PER_MINUTE: '1000' },
    users: { REFRESH_GRACE_MS: '0', WEBHOOK_ALLOW_PRIVATE: 'false' },
  };
  system = await startTemporarySystem({ env });
  store = await shop(system.url('gateway'));
  ada = await store.customer('ada@example.com');
  await store.customer('admin@example.com');
  makeAdmin(system, 'admin@example.com');
  admin = await store.login('admin@example.com');
});
afterAll(() => system?.stop());

const mugs = (quantity: number) => ({ items: [{ productId: 'prod-1', quantity }] });
const confirmed = (customer: Customer, orderId: string) =>
  eventually(async () => {
    const { body } = await customer.ask('GET', `/orders/${orderId}?include=payment,notifications,items`);
    if (body.status !== 'confirmed') throw new Error(`it is ${body.status}`);
    return body;
  });

it('knows the services as they describe themselves', async () => {
  expect(stored().sort()).toEqual([...passedTo].sort());
  for (const name of passedTo) {
    expect({ name, stored: readFileSync(fileOf(name), 'utf8') === (await descriptionOf(system, name)) }).toEqual({
      name,
      stored: true,
    });
  }
});

it('a customer finds something, orders it and sees what became of it', async () => {
  const found = await ada.ask<{ products: { productId: string; price: number }[] }>('GET', '/products?q=enamel');
  expect(found.body.products.map(({ productId }) => productId)).toContain('prod-1');
  const { price = 0 } = found.body.products.find(({ productId }) => productId === 'prod-1') ?? {};
  const placed = await ada.ask<{ orderId: string; totalAmount: number }>('POST', '/orders', mugs(2));
  expect(placed.status).toBe(201);
  expect(placed.body.totalAmount).toBe(2 * price);

  const order = await confirmed(ada, placed.body.orderId);
  expect(order).toMatchObject({ totalAmount: 2 * price, items: [{ productId: 'prod-1', quantity: 2 }] });
  expect(order.included).toMatchObject({
    payment: { orderId: placed.body.orderId },
    items: [{ productId: 'prod-1' }],
  });
  const { body: mine } = await ada.ask<{ orders: { orderId: string }[] }>('GET', '/me/orders');
  expect(mine.orders.map(({ orderId }) => orderId)).toContain(placed.body.orderId);
});

it('the same key is the same order', async () => {
  const key = { 'idempotency-key': 'once' };
  const [first, second] = [
    await ada.ask('POST', '/orders', mugs(1), key),
    await ada.ask('POST', '/orders', mugs(1), key),
  ];
  expect(second.body).toEqual(first.body);
  expect((await ada.ask('POST', '/orders', mugs(2), key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

it('an order is watched live, and a listener that comes back after a restart has missed nothing', async () => {
  const { body } = await ada.ask<{ orderId: string }>('POST', '/orders', mugs(1));
  const events = (headers = {}) =>
    listen(`${system.url('gateway')}/orders/${body.orderId}/events`, {
      authorization: `Bearer ${ada.token}`,
      ...headers,
    });
  const before = await events();
  await eventually(() => before.heard.length === 2);
  expect(before.heard.map(({ event }) => event)).toEqual(['OrderCreated', 'OrderConfirmed']);

  await system.instances('gateway')[0]?.stop();
  await before.ended;
  await fetch(`${system.url('orders')}/orders/${body.orderId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"status":"shipped"}',
  });
  await system.instances('gateway')[0]?.restart();
  const after = await events({ 'last-event-id': before.heard.at(-1)?.id });
  expect((await admin.ask('PATCH', `/orders/${body.orderId}`, { status: 'delivered' })).status).toBe(200);
  await after.ended; // nothing more can become of it
  expect(after.heard.map(({ event }) => event)).toEqual(['OrderShipped', 'OrderDelivered']);
});

it('a session ends, and what it had been given is worth nothing', async () => {
  const eve = await store.customer('eve@example.com');
  const refreshed = await store.ask<{ refreshToken: string }>('POST', '/sessions/refresh', {
    body: { refreshToken: eve.refreshToken },
  });
  expect(refreshed.status).toBe(200);
  const replayed = await store.ask('POST', '/sessions/refresh', { body: { refreshToken: eve.refreshToken } });
  expect([replayed.status, replayed.body.code]).toEqual([401, 'invalid-refresh-token']);
  const stolen = await store.ask('POST', '/sessions/refresh', { body: { refreshToken: refreshed.body.refreshToken } });
  expect(stolen.status).toBe(401); // the family has been revoked
});

it('nobody makes himself an admin, or another his customer', async () => {
  const mallory = await store.customer('mallory@example.com');
  const register = { email: 'm2@example.com', password: 'correct horse battery', role: 'admin' };
  expect((await store.ask('POST', '/users', { body: register })).status).toBe(422);
  expect((await mallory.ask('PATCH', '/me', { role: 'admin' })).status).toBe(422);
  const { body: me } = await mallory.ask('GET', '/me');
  expect(me.role).toBe('customer');
  expect((await mallory.ask('PUT', `/users/${me.userId}/role`, { role: 'admin' })).status).toBe(403);
  const { body } = await ada.ask<{ orderId: string }>('POST', '/orders', mugs(1));
  for (const path of ['', '/history', '/events'])
    expect((await mallory.ask('GET', `/orders/${body.orderId}${path}`)).status).toBe(404);
});

it('guessing a password is slowed down, whatever address is claimed', async () => {
  await store.customer('victim@example.com');
  const guess = (n: number) =>
    store.ask('POST', '/sessions', {
      body: { email: 'victim@example.com', password: `guess number ${n}` },
      headers: { 'x-forwarded-for': `203.0.113.${n}`, 'x-client-address': `203.0.113.${n}` },
    });
  const statuses: number[] = [];
  for (let n = 0; n < 30 && statuses.at(-1) !== 429; n++) statuses.push((await guess(n)).status);
  expect(statuses.at(-1)).toBe(429);
});

it('a webhook to a private address is refused', async () => {
  for (const webhookUrl of [
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://10.0.0.1/hook',
  ]) {
    expect([webhookUrl, (await ada.ask('PATCH', '/me', { webhookUrl })).status]).toEqual([webhookUrl, 422]);
  }
});

it('mail about an order goes to the address of its customer', async () => {
  const { body } = await ada.ask<{ orderId: string }>('POST', '/orders', mugs(1));
  await confirmed(ada, body.orderId);
  await eventually(async () => {
    const mails = (await (await fetch(`${system.mail.apiUrl}/api/mails`)).json()) as { mails: { to: string[] }[] };
    return mails.mails.some(({ to }) => to.includes('ada@example.com'));
  });
});

it('every answer of this run was one that the API describes', () => {
  expect(store.undescribed()).toEqual([]);
});
