import { kafkaClient, lifecycle } from '@spillway/chassis';
import {
  type Collector,
  collect,
  createTopics,
  eventually,
  testDatabase,
  testHost,
  testKafka,
  uniqueName,
} from '@spillway/chassis/testing';
import { deadLetterTopic, type Event, toMessage, topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import type { PaymentProvider } from '../../src/provider';
import { wire } from '../../src/wire';
import { migrations } from './migrations';

type Settings = Record<string, string>;

/** Short waits, so that tests are quick; everything else as in production. */
const hurried: Settings = { KAFKA_MAX_WAIT_TIME: '50', KAFKA_COMMIT_INTERVAL: '50', HTTP_DRAIN_GRACE_MS: '0' };

const fail = (error: Error) => {
  throw error;
};

/** The payments service with a database and a consumer group of its own, on the real broker. Stop it at the end. */
export async function paymentsSystem(settings: Settings = {}) {
  const group = uniqueName('payments');
  const deadLetters = deadLetterTopic(topics.orders, group);
  await createTopics([topics.orders.name, topics.payments.name], { partitions: topics.orders.partitions });
  await createTopics([deadLetters], { partitions: 1 });
  const database = await testDatabase([migrations]);
  const producer = kafkaClient(testKafka());
  await producer.start?.(fail);
  const instances: { stop(): Promise<void> }[] = [];
  const collectors: Collector[] = [];

  const publish = (...events: Event[]) =>
    producer.publish(events.map((event) => ({ topic: event.topic, ...toMessage(event) })));

  async function start(provider: PaymentProvider) {
    const config = readConfig({
      ...hurried,
      ...settings,
      DATABASE_URL: database.config.url,
      KAFKA_BROKERS: testKafka().brokers.join(','),
      KAFKA_GROUP_ID: group,
      HOST: '127.0.0.1',
      PORT: '0',
    });
    const app = lifecycle(config.lifecycle, testHost());
    const server = wire(app, config, { provider });
    const instance = { stop: () => app.stop('the test is over') };
    instances.push(instance);
    await app.run();
    return { ...instance, url: `http://127.0.0.1:${server.port()}`, readiness: () => app.readiness() };
  }

  return {
    db: database.db,
    kafka: producer,
    group,
    start,
    publish,
    /** As it stands in the producer's hands: for what is no valid event. */
    publishRaw: (key: string, value: string, headers: Record<string, string>) =>
      producer.publish([{ topic: topics.orders.name, key, value, headers }]),

    statusOf: async (orderId: string) => {
      const [row] = await database.db.query<{ status: string }>('SELECT status FROM payments WHERE order_id = $1', [
        orderId,
      ]);
      return row?.status;
    },
    /** The events of an order's payment, as they were written. */
    toldOf: async (orderId: string) => {
      const rows = await database.db.query<{ type: string }>('SELECT type FROM events WHERE subject = $1 ORDER BY id', [
        orderId,
      ]);
      return rows.map(({ type }) => type);
    },
    processed: (...events: Event[]) =>
      eventually(async () => {
        const ids = events.map(({ id }) => id);
        const rows = await database.db.query(
          'SELECT 1 FROM inbox WHERE consumer = $1 AND event_id = ANY ($2::uuid[])',
          [group, ids],
        );
        return rows.length === events.length;
      }),
    /** What a topic holds, from its beginning on. */
    read: async (topic: string = topics.payments.name) => {
      const collector = await collect(topic);
      collectors.push(collector);
      return collector.messages;
    },
    /** The dead letters of an order; a new group meets what other tests have left in the topic, too. */
    readDeadLetters: async (orderId: string) => {
      const collector = await collect(deadLetters);
      collectors.push(collector);
      return () => collector.messages.filter(({ key }) => key === orderId);
    },

    async stop() {
      for (const instance of instances) await instance.stop();
      for (const collector of collectors) await collector.stop();
      await producer.stop?.();
      await database.drop();
    },
  };
}

export type PaymentsSystem = Awaited<ReturnType<typeof paymentsSystem>>;
