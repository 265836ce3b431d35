import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@spillway/chassis/testing';
import { authorized, cancelled, declined } from '../../src/domain/begin';
import { type Status, statuses } from '../../src/domain/payment';
import { capture, next, voidHold } from '../../src/domain/transitions';
import { changePayments } from '../../src/payments/change';
import { findPayment } from '../../src/payments/find';
import { insertPayments } from '../../src/payments/insert';
import { migrations } from '../support/migrations';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase([migrations]);
});
afterAll(() => test?.drop());

const order = () => ({ orderId: randomUUID(), userId: 'user-1', total: { amount: 1999, currency: 'EUR' } });
const held = () => authorized(order(), 'simulated', 'sim_1');

const path: Record<Status, readonly Status[]> = {
  authorized: ['authorized'],
  captured: ['authorized', 'captured'],
  voided: ['authorized', 'voided'],
  refunded: ['authorized', 'captured', 'refunded'],
  declined: ['declined'],
  cancelled: ['cancelled'],
};

const setStatus = (id: string, status: Status) =>
  test.db.query('UPDATE payments SET status = $2 WHERE id = $1', [id, status]);

/** Puts a payment into the table and takes it to a status by legal steps. */
async function rowIn(status: Status): Promise<string> {
  const [first, ...rest] = path[status];
  const payment =
    first === 'declined' ? declined(order(), 'simulated', 'no') : first === 'cancelled' ? cancelled(order()) : held();
  await insertPayments(test.db, [payment]);
  for (const step of rest) await setStatus(payment.id, step);
  return payment.id;
}

const allowed = (from: Status, to: Status) => from === to || (next[from] as readonly Status[]).includes(to);

describe.each(statuses)('a payment that is %s', (from) => {
  it.each(statuses)(`may go to %s only where the domain says so`, async (to) => {
    const id = await rowIn(from);
    if (allowed(from, to)) await setStatus(id, to);
    else await expect(setStatus(id, to)).rejects.toMatchObject({ code: '23514' });
  });
});

it.each(['captured', 'voided', 'refunded'] as const)('cannot begin as %s', async (status) => {
  const begun = { ...held(), status } as never;
  await expect(insertPayments(test.db, [begun])).rejects.toThrow(`a payment may not go from nothing to ${status}`);
});

it.each([
  ['amount', 1],
  ['currency', 'USD'],
  ['user_id', 'user-2'],
  ['provider_reference', 'sim_2'],
  ['order_id', randomUUID()],
])('keeps its %s', async (column, value) => {
  const id = await rowIn('authorized');
  await expect(test.db.query(`UPDATE payments SET ${column} = $2 WHERE id = $1`, [id, value])).rejects.toMatchObject({
    constraint: 'payments_identity',
  });
});

it('holds no fact that does not fit the status', async () => {
  const without = { ...held(), providerReference: null } as never;
  await expect(insertPayments(test.db, [without])).rejects.toMatchObject({ constraint: 'payments_facts_fit_status' });
});

it('takes one payment for an order, and says which it took', async () => {
  const first = held();
  const other = held();
  const second = { ...other, orderId: first.orderId };
  expect(await insertPayments(test.db, [first])).toEqual(new Set([first.id]));
  expect(await insertPayments(test.db, [second, other].slice(0, 1))).toEqual(new Set());
  expect(await findPayment(test.db)(first.orderId)).toEqual(first);
});

it('reads every state as it was written', async () => {
  const begun = [held(), declined(order(), 'simulated', 'card_declined'), cancelled(order())] as const;
  await insertPayments(test.db, begun);
  const find = findPayment(test.db);
  expect(await Promise.all(begun.map(({ orderId }) => find(orderId)))).toEqual(begun);
  expect(await find(randomUUID())).toBeUndefined();
});

it('changes many at once, each from the version it was decided on', async () => {
  const [one, two] = [held(), held()];
  await insertPayments(test.db, [one, two]);
  await changePayments(test.db, [capture(one), voidHold(two)]);
  const find = findPayment(test.db);
  expect(await find(one.orderId)).toEqual({ ...one, status: 'captured', version: 2 });
  expect(await find(two.orderId)).toEqual({ ...two, status: 'voided', version: 2 });
});

it('refuses a change that was decided on an older state, and takes none of its neighbours', async () => {
  const [stale, fine] = [held(), held()];
  await insertPayments(test.db, [stale, fine]);
  await changePayments(test.db, [capture(stale)]);
  const late = test.db.transaction((tx) => changePayments(tx, [voidHold(stale), voidHold(fine)]));
  await expect(late).rejects.toMatchObject({ code: 'PREPARE_AGAIN' });
  expect(await findPayment(test.db)(fine.orderId)).toEqual(fine);
});
