import { randomUUID } from 'node:crypto';
import type { Relay } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { firstIdAt } from '../../src/domain/order-id';
import { deadlines } from '../../src/saga/deadlines';
import { placeOrder } from '../../src/saga/place-order';
import { type Orders, place, startOrders, untilStatus } from '../support/orders';
import { authorized, declined } from '../support/payments';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

async function storyOf(id: string) {
  const rows = await orders.db.query<{ type: string; data: { reason?: string; detail?: string } }>(
    'SELECT type, data FROM events WHERE subject = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ type, data: { reason, detail } }) => [type, reason, detail].filter(Boolean).join(' '));
}

/** Processed is what stands in the inbox: from then on its effects are there, or there are none. */
const processed = (...ids: string[]) =>
  eventually(async () => {
    const [row] = await orders.db.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM inbox WHERE event_id = ANY ($1::uuid[])',
      [ids],
    );
    return row?.count === ids.length;
  });

it('confirms an order that was paid, once, although the answer comes again and again', async () => {
  const id = await place(orders);
  const answer = authorized(id);
  await orders.publish(answer, answer, answer);
  await untilStatus(orders, id, 'confirmed');
  const repeated = authorized(id); // the same said again by another event
  await orders.publish(answer, repeated);
  await processed(answer.id, repeated.id);
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderConfirmed']);
  expect((await untilStatus(orders, id, 'confirmed')).version).toBe(2);
});

it('cancels an order whose payment was declined, and says why', async () => {
  const id = await place(orders);
  await orders.publish(declined(id, 'card expired'));
  await untilStatus(orders, id, 'cancelled');
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderCancelled payment-declined card expired']);
});

it('keeps to its end, whatever is answered late', async () => {
  const id = await place(orders);
  await orders.call('PATCH', `/orders/${id}`, { status: 'cancelled' });
  const late = [authorized(id), declined(id)];
  await orders.publish(...late);
  await processed(...late.map((event) => event.id));
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderCancelled requested']);

  const deleted = await place(orders);
  await orders.call('DELETE', `/orders/${deleted}`);
  const answer = authorized(deleted);
  await orders.publish(answer);
  await processed(answer.id);
  expect(await storyOf(deleted)).toEqual(['OrderCreated', 'OrderCancelled deleted', 'OrderDeleted']);
});

it('decides many orders of one batch, each by its own answer', async () => {
  const ids = await Promise.all(Array.from({ length: 60 }, () => place(orders)));
  const answers = ids.map((id, index) => (index % 3 === 0 ? declined(id) : authorized(id)));
  await orders.publish(...answers, authorized(randomUUID()), ...answers.toReversed());
  await Promise.all(ids.map((id, index) => untilStatus(orders, id, index % 3 === 0 ? 'cancelled' : 'confirmed')));
  const [row] = await orders.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM events WHERE subject = ANY ($1) AND type <> 'OrderCreated'`,
    [ids],
  );
  expect(row?.count).toBe(ids.length);
});

it('remembers what a step answered, for those who look into the table', async () => {
  const id = await place(orders);
  const answer = authorized(id);
  await orders.publish(answer);
  await untilStatus(orders, id, 'confirmed');
  const [row] = await orders.db.query('SELECT steps FROM orders WHERE id = $1', [id]);
  expect(row).toEqual({ steps: { payment: { answer: 'done', data: answer.data } } });
});

it('is not held up by a message that is no event', async () => {
  const id = await place(orders);
  await orders.publish({ ...authorized(id), data: { nonsense: true } }, authorized(id));
  await untilStatus(orders, id, 'confirmed');
});

describe('a deadline', () => {
  const deadline = 300;
  let hasty: Orders;
  beforeAll(async () => {
    hasty = await startOrders({ ORDER_DEADLINE_MS: String(deadline) });
  });
  afterAll(() => hasty?.stop());

  const paid = firstIdAt(new Date(Date.now() - 3_600_000));

  it('cancels all that were not answered in time, and no other', async () => {
    await hasty.db.query(
      `INSERT INTO orders (id, user_id, items, total_amount, currency, status, created_at, updated_at)
       VALUES ($1, 'u', '[]', 1, 'EUR', 'confirmed', now(), now())`,
      [paid],
    );
    // As many replicas would: they share the work.
    const relay: Relay = { name: 'none', wake() {}, pause() {}, resume() {} };
    const others = [1, 2, 3].map(() => deadlines({ db: hasty.db, relay, saga: placeOrder, deadline }));
    for (const other of others) await other.start?.(() => undefined);
    const ids = await Promise.all(Array.from({ length: 250 }, () => place(hasty)));
    await eventually(async () => {
      const [row] = await hasty.db.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM orders WHERE status = 'cancelled' AND id = ANY ($1::uuid[])`,
        [ids],
      );
      return row?.count === ids.length;
    });
    for (const other of others) await other.stop?.();
    const rows = await hasty.db.query<{ data: { reason: string } }>(
      `SELECT data FROM events WHERE type = 'OrderCancelled'`,
    );
    expect(rows.map(({ data }) => data.reason)).toEqual(ids.map(() => 'deadline'));
    await untilStatus(hasty, paid, 'confirmed');
  });
});
