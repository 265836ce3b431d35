import { join } from 'node:path';
import { groupLag, lifecycle } from '@spillway/chassis';
import {
  bareKafka,
  createTopics,
  eventually,
  type TestDatabase,
  testDatabase,
  testHost,
  testKafka,
  uniqueName,
} from '@spillway/chassis/testing';
import { deadLetterTopic, type Event, subscriptions, type Topic, toMessage } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

export const migrations = join(__dirname, '../../migrations');

/** Topics and a group of its own, on the real broker, so that tests do not see each other's events. */
export interface Place {
  readonly group: string;
  readonly topics: readonly Topic[];
  publish(events: readonly Event[]): Promise<void>;
  /** Until the group has settled all there is. */
  settled(): Promise<void>;
  deadLetters(): Promise<number>;
  stop(): Promise<void>;
}

export async function place(): Promise<Place> {
  const config = testKafka();
  const group = uniqueName('analytics');
  const own = subscriptions.analytics.map((topic) => ({
    ...topic,
    name: uniqueName(topic.name),
    standsFor: topic.name,
  }));
  const dead = own.map((topic) => deadLetterTopic(topic, group));
  await createTopics([...own.map(({ name }) => name), ...dead], { config });
  const kafka = bareKafka(config);
  const producer = kafka.producer();
  await producer.connect();
  const names = own.map(({ name }) => name);
  return {
    group,
    topics: own,
    async publish(events) {
      for (const { name, standsFor } of own) {
        const messages = events.filter(({ topic }) => topic === standsFor).map(toMessage);
        if (messages.length > 0) await producer.send({ topic: name, messages });
      }
    },
    settled: () =>
      eventually(async () => (await groupLag(kafka, group, names)).every(({ lag }) => lag === 0n)).then(
        () => undefined,
      ),
    async deadLetters() {
      const admin = kafka.admin();
      await admin.connect();
      const offsets = await Promise.all(dead.map((topic) => admin.fetchTopicOffsets(topic)));
      await admin.disconnect();
      return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
    },
    stop: () => producer.disconnect(),
  };
}

export const settingsFor = ({ config: { url } }: TestDatabase, { group }: Place): NodeJS.ProcessEnv => ({
  KAFKA_BROKERS: process.env.KAFKA_BROKERS,
  KAFKA_GROUP_ID: group,
  KAFKA_MAX_WAIT_TIME: '50',
  KAFKA_COMMIT_INTERVAL: '50',
  DATABASE_URL: url,
  PORT: '0',
  HOST: '127.0.0.1',
});

export interface Service {
  get(path: string): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

/** Starts the whole service in this process, wired as in main, on the database and the place given. */
export async function startService(database: TestDatabase, where: Place): Promise<Service> {
  const config = readConfig(settingsFor(database, where));
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config, { topics: where.topics });
  await app.run();
  return {
    async get(path) {
      const answer = await fetch(`http://127.0.0.1:${server.port()}${path}`);
      return { status: answer.status, body: await answer.json() };
    },
    stop: () => app.stop('the test is over'),
  };
}

export const freshDatabase = (): Promise<TestDatabase> => testDatabase([migrations]);
