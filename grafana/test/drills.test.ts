import { serviceNames, until } from '@spillway/local';
import { query } from '../src/live/prometheus';
import { type Drill, startDrill } from './drill';

// Faults that are made in the real system, and the alerts that must say so. These are the short form; ../drills has the rest.

let drill: Drill;
beforeAll(async () => {
  drill = await startDrill({ separatePostgresFor: ['payments'] });
});
afterAll(() => drill?.stop());

const payments = 'group="payments"';

it('nothing fires while all is well', async () => {
  const { prometheus, place, firing } = drill;
  const answering = async () => (await query(prometheus.url, 'up == 1')).length;
  await until('Prometheus has read every service', async () => (await answering()) === serviceNames.length);
  await place();
  // Alerts on what is absent fire in the seconds before the first readings: shortened, they wait no longer than those take.
  await until('nothing fires', async () => (await firing('severity=~".+"')).length === 0);
  // Longer than any alert waits before it fires, and looked at as a whole: one moment without alerts says nothing.
  const readings = async () => Number((await query(prometheus.url, 'min(count_over_time(up[5m]))'))[0]?.value[1] ?? 0);
  const enough = (await readings()) + 16;
  await until('every service was read 16 times more', async () => (await readings()) >= enough, { timeoutMs: 60_000 });
  const fired = await query(prometheus.url, 'max_over_time(ALERTS{alertstate="firing"}[15s])');
  expect(fired.map(({ metric }) => metric.alertname)).toEqual([]);
});

it('a service that is down is absent, its group too, and then it is late; back again, all is quiet', async () => {
  const { system, place, fires, rests } = drill;
  const [instance] = system.instances('payments');
  await instance?.stop();
  await place();
  await Promise.all([
    fires('ServiceAbsent', 'job="payments"'),
    fires('ConsumerAbsent', payments),
    fires('ConsumerStalled', payments),
    fires('ConsumerLate', payments),
  ]);
  await instance?.restart();
  await Promise.all([
    rests('ServiceAbsent', 'job="payments"'),
    rests('ConsumerAbsent', payments),
    rests('ConsumerStalled', payments),
    rests('ConsumerLate', payments),
  ]);
});

it('a message that nobody can read is told of as put aside', async () => {
  await drill.poison(1);
  await drill.fires('DeadLettersArriving', payments);
});

it('a database that is down is waited for, and told of; back again, all is quiet', async () => {
  const { system, place, fires, rests } = drill;
  await system.postgres.stop('payments');
  await place();
  await fires('DependencyDown', payments);
  await system.postgres.start('payments');
  await rests('DependencyDown', payments);
});
