import { randomUUID } from 'node:crypto';
import type { Relay } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import type { Event } from '@spillway/contracts';
import { firstIdAt } from '../../src/domain/order-id';
import { deadlines } from '../../src/saga/deadlines';
import { placeOrder } from '../../src/saga/place-order';
import { type Orders, place, startOrders, untilStatus } from '../support/orders';
import { authorized, declined } from '../support/payments';
import { agreed, rejected, reserved } from '../support/stock';

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

it('confirms an order when it is paid and its goods are put aside, once, although answers come again and again', async () => {
  const id = await place(orders);
  const answers = agreed(id);
  await orders.publish(...answers, ...answers, ...answers);
  await untilStatus(orders, id, 'confirmed');
  const repeated = agreed(id); // the same said again by other events
  await orders.publish(...answers, ...repeated);
  await processed(...[...answers, ...repeated].map((event) => event.id));
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderConfirmed']);
  expect((await untilStatus(orders, id, 'confirmed')).version).toBe(2);
});

it.each([
  ['payment', authorized, reserved],
  ['stock', reserved, authorized],
] as const)('waits when only %s has answered', async (_step, first, second) => {
  const id = await place(orders);
  const answer = first(id);
  await orders.publish(answer);
  await processed(answer.id);
  await untilStatus(orders, id, 'pending');
  await orders.publish(second(id));
  await untilStatus(orders, id, 'confirmed');
});

it('cancels an order whose payment was declined, and says why', async () => {
  const id = await place(orders);
  await orders.publish(declined(id, 'card expired'));
  await untilStatus(orders, id, 'cancelled');
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderCancelled payment-declined card expired']);
});

it.each([
  ['before it is paid', false],
  ['after it was paid', true],
])('cancels an order whose goods are not there, %s, and says what is missing', async (_when, paid) => {
  const id = await place(orders);
  if (paid) {
    const answer = authorized(id);
    await orders.publish(answer);
    await processed(answer.id);
  }
  await orders.publish(rejected(id));
  await untilStatus(orders, id, 'cancelled');
  const late = authorized(id);
  await orders.publish(late);
  await processed(late.id);
  expect(await storyOf(id)).toEqual(['OrderCreated', 'OrderCancelled out-of-stock p-1: 1 of 2']);
});

it('keeps to its end, whatever is answered late', async () => {
  const id = await place(orders);
  await orders.call('PATCH', `/orders/${id}`, { status: 'cancelled' });
  const late = [authorized(id), declined(id), reserved(id), rejected(id)];
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
  const answers = ids.flatMap((id, index): Event[] => (index % 3 === 0 ? [reserved(id), declined(id)] : agreed(id)));
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
  const [paid, aside] = [authorized(id), reserved(id)];
  await orders.publish(paid, aside);
  await untilStatus(orders, id, 'confirmed');
  const [row] = await orders.db.query('SELECT steps FROM orders WHERE id = $1', [id]);
  expect(row).toEqual({
    steps: { payment: { answer: 'done', data: paid.data }, stock: { answer: 'done', data: aside.data } },
  });
});

it('is not held up by a message that is no event', async () => {
  const id = await place(orders);
  await orders.publish({ ...authorized(id), data: { nonsense: true } }, ...agreed(id));
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
