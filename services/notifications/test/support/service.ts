import { join } from 'node:path';
import { lifecycle } from '@spillway/chassis';
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
import { deadLetterTopic, type Event, type Topic, toMessage, topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import type { ListedNotification } from '../../src/notifications/list';
import { type Overrides, wire } from '../../src/wire';

export const migrations = join(__dirname, '../../migrations');

/** Topics and a group of its own, on the real broker, so that tests do not see each other's events. */
export interface Place {
  readonly group: string;
  readonly topics: readonly Topic[];
  publish(...events: Event[]): Promise<void>;
  deadLetters(): Promise<number>;
  /** Lets the group start again from the first event; no member may be there. */
  rewind(): Promise<void>;
}

export async function place(): Promise<Place> {
  const config = testKafka();
  const group = uniqueName('notifications');
  const own = [topics.orders, topics.payments, topics.users].map((topic) => ({
    ...topic,
    name: uniqueName(topic.name),
  }));
  const dead = own.map((topic) => deadLetterTopic(topic, group));
  await createTopics([...own.map(({ name }) => name), ...dead], { config });
  await createTopics([topics.notifications.name], { config, partitions: topics.notifications.partitions });
  const kafka = bareKafka(config);

  return {
    group,
    topics: own,
    async publish(...events) {
      const producer = kafka.producer();
      await producer.connect();
      for (const [index, { name }] of [topics.orders, topics.payments, topics.users].entries()) {
        const messages = events.filter(({ topic }) => topic === name).map(toMessage);
        if (messages.length > 0) await producer.send({ topic: own[index]?.name ?? '', messages });
      }
      await producer.disconnect();
    },
    async deadLetters() {
      const admin = kafka.admin();
      await admin.connect();
      const offsets = await Promise.all(dead.map((topic) => admin.fetchTopicOffsets(topic)));
      await admin.disconnect();
      return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
    },
    async rewind() {
      const admin = kafka.admin();
      await admin.connect();
      for (const { name } of own) await admin.resetOffsets({ groupId: group, topic: name, earliest: true });
      await admin.disconnect();
    },
  };
}

export interface Service {
  readonly url: string;
  put(userId: string, preference: object): Promise<{ status: number; body: Record<string, unknown> }>;
  notifications(orderId: string): Promise<ListedNotification[]>;
  /** The notifications of an order, once there are so many and all have ended. */
  settled(orderId: string, count: number): Promise<ListedNotification[]>;
  stop(): Promise<void>;
}

/** Starts the whole service in this process, wired as in main, on the database and the place given. */
export async function startService(
  { config: { url } }: TestDatabase,
  { group, topics: own }: Place,
  env: NodeJS.ProcessEnv,
  overrides: Overrides = {},
): Promise<Service> {
  const config = readConfig({
    KAFKA_BROKERS: process.env.KAFKA_BROKERS,
    KAFKA_GROUP_ID: group,
    KAFKA_MAX_WAIT_TIME: '50',
    KAFKA_COMMIT_INTERVAL: '50',
    DATABASE_URL: url,
    PORT: '0',
    HOST: '127.0.0.1',
    MAIL_FALLBACK_DOMAIN: 'users.test',
    WEBHOOK_POLL_MS: '20',
    ...env,
  });
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config, { topics: own, ...overrides });
  await app.run();
  const base = `http://127.0.0.1:${server.port()}`;

  const notifications = async (orderId: string): Promise<ListedNotification[]> => {
    const answer = await fetch(`${base}/notifications?orderId=${orderId}`);
    const { notifications: listed } = (await answer.json()) as { notifications: ListedNotification[] };
    return listed;
  };
  return {
    url: base,
    notifications,
    async put(userId, preference) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(preference);
      const answer = await fetch(`${base}/preferences/${encodeURIComponent(userId)}`, { method: 'PUT', headers, body });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    settled: (orderId, count) =>
      eventually(async () => {
        const listed = await notifications(orderId);
        return listed.length === count && listed.every(({ status }) => status !== 'pending') && listed;
      }),
    stop: () => app.stop('the test is over'),
  };
}

export const freshDatabase = (): Promise<TestDatabase> => testDatabase([migrations]);
