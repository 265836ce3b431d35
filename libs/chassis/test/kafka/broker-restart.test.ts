import { register } from 'prom-client';
import { eventually } from '../../src/testing';
import { anEvent } from './support/events';
import { type OwnBroker, ownBroker } from './support/own-servers';
import { record, type Scene, scene } from './support/scene';

describe('a broker', () => {
  let broker: OwnBroker & { end(): Promise<void> };
  let stage: Scene;
  beforeAll(async () => {
    broker = await ownBroker();
    const timeouts = {
      retry: { initialRetryTime: 100, retries: 10 },
      sessionTimeout: 6_000,
      heartbeatInterval: 500,
      requestTimeout: 3_000,
      deliveryTimeout: 20_000,
    };
    stage = await scene({ config: { brokers: [broker.brokers], ...timeouts } });
  });
  afterAll(async () => {
    await stage.end();
    await broker.end();
  });

  const numbered = (count: number, from: number) =>
    Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 9}`, { n: from + n }));

  it('may restart, and crash, under a running consumer and producer', async () => {
    await stage.member({ Counted: record });
    await stage.publish(numbered(300, 0));
    await stage.settled(300);
    await broker.stop();
    const events = numbered(300, 300);
    const unsure = stage.publish(events).catch(() => stage.publish(events));
    await broker.start();
    await unsure.catch(() => stage.publish(events));
    await stage.settled(600, { timeoutMs: 30_000 });

    await broker.kill();
    await broker.start();
    await eventually(() => stage.publish(numbered(1, 600)).then(() => true), { timeoutMs: 20_000, everyMs: 200 });
    await eventually(async () => (await stage.effects()).some(({ n }) => n === 600), { timeoutMs: 30_000 });
    expect(stage.failures).toEqual([]);
    const rebalances = await register.getSingleMetricAsString('kafka_consumer_rebalances_total');
    expect(rebalances).toContain(stage.group);
  });
});
