import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@spillway/chassis/testing';
import { next, type Status, statuses } from '../../src/domain/reservation';
import { migrations } from '../support/service';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase([migrations]);
});
afterAll(() => test?.drop());

const move = (orderId: string, status: Status) =>
  test.db.query('UPDATE reservations SET status = $2 WHERE order_id = $1', [orderId, status]);

it.each(statuses.flatMap((from) => statuses.map((to) => [from, to] as const)))(
  'the table and the code agree on whether %s may become %s',
  async (from, to) => {
    const orderId = randomUUID();
    await test.db.query("INSERT INTO reservations (order_id, status, items, expires_at) VALUES ($1, $2, '[]', now())", [
      orderId,
      from,
    ]);
    if (from === to || next[from].includes(to)) await move(orderId, to);
    else await expect(move(orderId, to)).rejects.toThrow('refused');
  },
);

it('keeps what an order needs as it was', async () => {
  const orderId = randomUUID();
  await test.db.query("INSERT INTO reservations (order_id, status, items) VALUES ($1, 'rejected', '[]')", [orderId]);
  await expect(test.db.query(`UPDATE reservations SET items = '[{}]' WHERE order_id = $1`, [orderId])).rejects.toThrow(
    'refused',
  );
});
