import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { replay } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { subscriptions } from '@spillway/contracts';
import { repositoryRoot, type System, startTemporarySystem } from '@spillway/local';
import { figures } from '../system/analytics-figures';
import { sources } from '../system/analytics-sources';
import { query } from '../system/query';
import { atRest, kafkaOf } from '../system/rest';

/** Figures held against the databases of those who know: orders, payments, notifications. */

let system: System;
beforeAll(async () => {
  system = await startTemporarySystem({ env: { payments: { SIMULATED_DECLINE_RATE: '0.2' } } });
});
afterAll(() => system?.stop());

const currencies = ['EUR', 'JPY', 'KWD'] as const;

async function place(n: number): Promise<string> {
  const currency = currencies[n % currencies.length];
  const price = currency === 'EUR' ? 10 + (n % 90) / 100 : 10 + (n % 7);
  const items = [
    { productId: n % 11 === 0 ? 'nobody-has-it' : `prod-${1 + (n % 5)}`, price, quantity: 1 + (n % 3) },
    { productId: `prod-${1 + (n % 7)}`, price: 3, quantity: 1 },
  ];
  const response = await fetch(`${system.url('orders')}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: `user-${n}`, items, currency }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { orderId: string }).orderId;
}

const placeMany = (from: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => place(from + index)));

async function move(orderId: string, status: string): Promise<void> {
  const response = await fetch(`${system.url('orders')}/orders/${orderId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status }),
  });
  expect(response.status).toBe(200);
}

/** Confirmed orders are shipped, delivered, cancelled after all, or deleted, one after the other. */
async function moveOn(): Promise<void> {
  const confirmed = await query<{ id: string }>(
    system.postgres.url('orders'),
    `SELECT id FROM orders WHERE status = 'confirmed' AND deleted_at IS NULL ORDER BY id`,
  );
  for (const [n, { id }] of confirmed.entries()) {
    if (n % 4 === 0) await move(id, 'shipped');
    if (n % 8 === 0) await move(id, 'delivered');
    if (n % 4 === 1) await move(id, 'cancelled');
    if (n % 16 === 2) await fetch(`${system.url('orders')}/orders/${id}`, { method: 'DELETE' });
  }
}

const agreed = async () => {
  await atRest(system);
  await eventually(async () => {
    expect(await figures(system)).toEqual(await sources(system));
    return true;
  });
};

/** As an operator runs it, in a process of its own. */
const rebuild = () =>
  promisify(execFile)(process.execPath, ['dist/rebuild.js'], {
    cwd: resolve(repositoryRoot(), 'services/analytics'),
    env: { ...process.env, KAFKA_BROKERS: system.kafka.brokers, DATABASE_URL: system.postgres.url('analytics') },
  });

it('agrees with the sources to the last cent: declined, out of stock, cancelled, shipped, delivered and deleted orders', async () => {
  await placeMany(0, 200);
  await atRest(system);
  await moveOn();
  await agreed();
  const { reasons } = await sources(system);
  expect(reasons.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['deleted', 'out-of-stock', 'payment-declined', 'requested']),
  );
});

it('agrees after everything has come again, even to an inbox that has forgotten', async () => {
  const [instance] = system.instances('analytics');
  await instance?.stop();
  await query(system.postgres.url('analytics'), 'TRUNCATE inbox');
  const topics = subscriptions.analytics.map(({ name }) => name);
  await replay(kafkaOf(system), { group: 'analytics', topics, from: 'beginning' });
  await instance?.restart();
  await agreed();
});

it('agrees after a rebuild during traffic, whatever the old version said', async () => {
  const spoil = 'UPDATE figures SET count = count + 7, amount = amount + 1 RETURNING 1';
  await eventually(async () => (await query(system.postgres.url('analytics'), spoil)).length > 0);
  expect(await figures(system)).not.toEqual(await sources(system));
  let over = false;
  const traffic = (async () => {
    for (let from = 1_000; !over; from += 10) await placeMany(from, 10);
  })();
  const { stdout } = await rebuild();
  over = true;
  await traffic;
  expect(stdout).toContain('version 2 is served');
  await atRest(system);
  await moveOn();
  await agreed();
});
