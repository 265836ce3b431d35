import { join } from 'node:path';
import { kafkaClient, lifecycle } from '@spillway/chassis';
import { createTopics, testDatabase, testHost, testKafka, uniqueName } from '@spillway/chassis/testing';
import { deadLetterTopic, type Event, type Topic, toMessage } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

const fail = (error: Error) => {
  throw error;
};

/** What it reads and writes: these topics are made before it starts, with one partition, so that what comes first is done first. */
interface Topics {
  readonly reads?: readonly Topic[];
  readonly writes?: readonly Topic[];
}

/** The whole service in this process, with a database and a group of its own on the real broker. Stop it at the end. */
export async function startService({ reads = [], writes = [] }: Topics = {}) {
  const group = uniqueName('{{name}}');
  const names = [...reads, ...writes].map(({ name }) => name);
  const deadLetters = reads.map((topic) => deadLetterTopic(topic, group));
  if (names.length > 0) await createTopics([...names, ...deadLetters], { partitions: 1 });
  const database = await testDatabase([join(__dirname, '../../migrations')]);
  const config = readConfig({
    DATABASE_URL: database.config.url,
    KAFKA_BROKERS: testKafka().brokers.join(','),
    KAFKA_GROUP_ID: group,
    HOST: '127.0.0.1',
    PORT: '0',
  });
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config);
  await app.run();
  const producer = kafkaClient(testKafka());
  await producer.start?.(fail);

  return {
    db: database.db,
    /** Publishes events as another service would. */
    publish: (...events: Event[]) =>
      producer.publish(events.map((event) => ({ topic: event.topic, ...toMessage(event) }))),
    async get(path: string): Promise<{ status: number; body: unknown }> {
      const answer = await fetch(`http://127.0.0.1:${server.port()}${path}`);
      return { status: answer.status, body: await answer.json() };
    },
    async stop() {
      await producer.stop?.();
      await app.stop('the test is over');
      await database.drop();
    },
  };
}
