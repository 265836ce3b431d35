import { randomUUID } from 'node:crypto';
import { topics } from '@spillway/contracts';
import { type Prometheus, type System, serviceNames, startTemporarySystem, until } from '@spillway/local';
import { Kafka, logLevel } from 'kafkajs';
import { prometheusBeside } from './beside';
import { query } from './prometheus';

// Faults that are made in the real system, and the alerts that must say so: with the rules as they are, only their times shorter.

let system: System;
let prometheus: Prometheus;

beforeAll(async () => {
  system = await startTemporarySystem({
    env: { lag: { LAG_INTERVAL_MS: '200', LAG_STALLED_AFTER_MS: '2000' } },
    separatePostgresFor: ['payments'],
  });
  prometheus = await prometheusBeside(system, 60);
});
afterAll(async () => {
  await prometheus?.stop();
  await system?.stop();
});

const place = async () => {
  const body = JSON.stringify({ userId: randomUUID(), items: [{ productId: 'prod-1', price: 10, quantity: 1 }] });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${system.url('orders')}/orders`, { method: 'POST', headers, body });
  expect(status).toBe(201);
};

/** Names of the alerts that fire for whom the matcher names. */
async function firing(matcher: string): Promise<string[]> {
  const samples = await query(prometheus.url, `ALERTS{alertstate="firing",${matcher}}`);
  return samples.map(({ metric }) => metric.alertname ?? '');
}

const fires = (alert: string, matcher: string) =>
  until(`${alert} fires`, async () => (await firing(matcher)).includes(alert), { timeoutMs: 60_000 });
const rests = (alert: string, matcher: string) =>
  until(`${alert} is quiet`, async () => !(await firing(matcher)).includes(alert), { timeoutMs: 60_000 });

const payments = 'group="payments"';

it('nothing fires while all is well', async () => {
  await until(
    'Prometheus has read every service',
    async () => (await query(prometheus.url, 'up == 1')).length === serviceNames.length,
  );
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
  const producer = new Kafka({ brokers: [system.kafka.brokers], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({ topic: topics.orders.name, messages: [{ key: randomUUID(), value: 'no event' }] });
  await producer.disconnect();
  await fires('DeadLettersArriving', payments);
});

it('a database that is down is waited for, and told of; back again, all is quiet', async () => {
  await system.postgres.stop('payments');
  await place();
  await fires('DependencyDown', payments);
  await system.postgres.start('payments');
  await rests('DependencyDown', payments);
});
