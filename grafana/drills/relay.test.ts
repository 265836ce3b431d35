import pg from 'pg';
import { type Drill, startDrill } from '../test/drill';

let drill: Drill;
let orders: pg.Client;
beforeAll(async () => {
  drill = await startDrill();
  orders = new pg.Client(drill.system.postgres.adminUrl('orders'));
  await orders.connect();
});
afterAll(async () => {
  await orders?.end();
  await drill?.stop();
});

const ofOrders = 'job="orders"';

it('a lock that somebody else holds leaves the relay without a leader, and its events late', async () => {
  const { system, place, fires, rests } = drill;
  await place();
  const { rows } = await orders.query<{ pid: number; class: string; object: string }>(
    `SELECT pid, classid AS class, objid AS object FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(rows).toHaveLength(1);
  const [leader] = rows;
  // A superuser, whose session a relay must not end as it would that of a silent leader.
  const thief = new pg.Client(system.postgres.adminUrl('orders'));
  await thief.connect();
  // Waits in the queue for the lock, so that it has it before any relay can ask again.
  const taken = thief.query('SELECT pg_advisory_lock($1, $2)', [leader?.class, leader?.object]);
  await orders.query('SELECT pg_terminate_backend($1)', [leader?.pid]);
  await taken;
  await place();
  await Promise.all([fires('RelayWithoutLeader', ofOrders), fires('RelayLate', ofOrders)]);
  await thief.end();
  await Promise.all([rests('RelayWithoutLeader', ofOrders), rests('RelayLate', ofOrders)]);
});

it('a transaction that has drawn an id and does not end is told of, and forgotten when it has ended', async () => {
  const { system, place, fires, rests } = drill;
  const forgetful = new pg.Client(system.postgres.adminUrl('orders'));
  await forgetful.connect();
  await forgetful.query('BEGIN');
  await forgetful.query("SELECT nextval(pg_get_serial_sequence('events', 'id')), pg_current_xact_id()");
  await place();
  // Ten minutes are longer than a test may take: the relay's own note of the gap is made older, as often as it writes it.
  const age = () =>
    orders.query(
      `UPDATE relay_cursor SET gaps = (
       SELECT jsonb_agg(gap || jsonb_build_object('since', extract(epoch FROM now()) - 660)) FROM jsonb_array_elements(gaps) AS gap)
      WHERE jsonb_array_length(gaps) > 0`,
    );
  await fires('RelayGapOpen', ofOrders, async () => void (await age()));
  await forgetful.query('ROLLBACK');
  await forgetful.end();
  await rests('RelayGapOpen', ofOrders);
});
