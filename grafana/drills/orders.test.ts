import pg from 'pg';
import { post } from '../src/live/doings';
import { type Drill, startDrill } from '../test/drill';

// What a customer notices: orders that are refused, slow, or never answered.

let drill: Drill;
beforeAll(async () => {
  // So far away that the sweep leaves everything alone, as if it did not run.
  drill = await startDrill({
    env: { orders: { ORDER_DEADLINE_MS: String(24 * 3_600_000) } },
    separatePostgresFor: ['orders'],
  });
  for (let order = 0; order < 5; order++) await drill.place();
});
afterAll(() => drill?.stop());

const urgent = 'job="orders",severity="critical"';

it('orders that take too long are told of', async () => {
  const { system, fires, rests } = drill;
  const blocker = new pg.Client(system.postgres.adminUrl('orders'));
  await blocker.connect();
  const slowly = async () => {
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    const placed = post(system.url('orders'));
    await blocker.query('SELECT pg_sleep(0.5)');
    await blocker.query('COMMIT');
    expect(await placed).toBe(201);
  };
  await fires('HttpSlow', urgent, slowly);
  await blocker.end();
  await rests('HttpSlow', urgent);
});

it('an order that is pending long after its deadline is told of, and ended by a process that sweeps', async () => {
  const { system, place, fires, rests } = drill;
  const [instance] = system.instances('payments');
  await instance?.stop();
  await place();
  const database = new pg.Client(system.postgres.adminUrl('orders'));
  await database.connect();
  // Its age is that of its id.
  const { rowCount } = await database.query(`UPDATE orders SET id = $1 WHERE status = 'pending'`, [
    idOf(Date.now() - 3_600_000),
  ]);
  expect(rowCount).toBe(1);
  await fires('SagaPastDeadline', 'job="orders"');
  await system.addInstance('orders', { ORDER_DEADLINE_MS: String(15 * 60_000) });
  await rests('SagaPastDeadline', 'job="orders"');
  await database.end();
  await instance?.restart();
});

it('orders that are refused because the database is down are told of', async () => {
  const { system, fires, rests } = drill;
  await system.postgres.stop('orders');
  await fires('HttpErrors', urgent, async () => expect(await post(system.url('orders'))).toBeGreaterThanOrEqual(500));
  await system.postgres.start('orders');
  await rests('HttpErrors', urgent);
});

/** A UUIDv7 of that time. */
function idOf(time: number): string {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`;
}
