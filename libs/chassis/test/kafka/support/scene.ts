import type { Event, Topic } from '@spillway/contracts';
import { allTopics, deadLetterTopic, topics } from '@spillway/contracts';
import type { KafkaConfig } from '../../../src/config';
import type { Tx } from '../../../src/database';
import {
  type ConsumerOptions,
  consumer,
  groupLag,
  type Handler,
  type KafkaClient,
  kafkaClient,
  type OutgoingMessage,
} from '../../../src/kafka';
import type { Part } from '../../../src/lifecycle';
import {
  bareKafka,
  type Collector,
  collect,
  createTopics,
  eventually,
  type TestDatabase,
  testDatabase,
  testKafka,
  uniqueName,
} from '../../../src/testing';
import { messageOf } from './events';

/** One effect, as the handler below records it: `position` tells in which order they were made. */
export interface Effect {
  readonly event_id: string;
  readonly key: string;
  readonly n: number;
}

export interface SceneOptions {
  partitions?: number;
  config?: Partial<KafkaConfig>;
  /** Of the dead-letter topic; unless said, as much as the contracts give one. */
  maxDeadLetterBytes?: number;
  /** A database of the test's own, for those that are stopped in the middle. */
  database?: TestDatabase;
}

const deadLetterBytes = allTopics().find(({ name }) => name.endsWith('-dlq'))?.maxMessageBytes ?? 0;

/**
 * A topic, its dead-letter topic, a group and a database, used by nobody else. Everything that is started through it is
 * stopped by `end`, in reverse order.
 */
export async function scene(options: SceneOptions = {}) {
  const { partitions = 3, config: overrides = {}, maxDeadLetterBytes = deadLetterBytes, database } = options;
  const config = testKafka({ retry: { initialRetryTime: 50, retries: 5 }, ...overrides });
  const { maxMessageBytes } = topics.orders;
  const name = uniqueName('things');
  const topic: Topic = { name, partitions, retentionMs: 1, maxMessageBytes, key: 'thing', owner: 'tests' };
  const group = uniqueName('group');
  await createTopics([topic.name], { partitions, config, maxMessageBytes });
  await createTopics([deadLetterTopic(topic, group)], { partitions: 1, config, maxMessageBytes: maxDeadLetterBytes });
  const test = database ?? (await testDatabase());
  await test.db.query('CREATE TABLE effects (position bigserial, event_id uuid, key text, n int)');
  const stops: (() => unknown)[] = [];
  const producer = await clientWith({});

  async function clientWith(more: Partial<KafkaConfig>): Promise<KafkaClient> {
    const client = kafkaClient({ ...config, ...more });
    await client.start?.(() => undefined);
    stops.push(() => client.stop?.());
    return client;
  }

  /** Starts a part and sees to its stop; failures are collected. */
  async function start<P extends Part>(part: P): Promise<P> {
    stops.push(() => part.stop?.());
    await part.start?.((error) => failures.push(error));
    return part;
  }

  const failures: Error[] = [];
  const members: Part[] = [];

  return {
    config,
    topic,
    group,
    db: test.db,
    producer,
    failures,
    members,
    clientWith,
    start,
    deadLetterTopic: deadLetterTopic(topic, group),

    /** A member of the group with a client of its own. Resolves when it has joined. */
    async member(
      handlers: ConsumerOptions['handlers'],
      { config: more = {}, ...options }: Partial<ConsumerOptions> & { config?: Partial<KafkaConfig> } = {},
    ): Promise<Part> {
      const kafka = await clientWith(more);
      const part = consumer({ kafka, db: test.db, group, topics: [topic], handlers, ...options });
      members.push(part);
      return start(part);
    },

    publish: (events: readonly Event[]) => producer.publish(events.map(messageOf)),
    publishRaw: (messages: readonly Omit<OutgoingMessage, 'topic'>[]) =>
      producer.publish(messages.map((message) => ({ topic: topic.name, ...message }))),

    effects: () => test.db.query<Effect>('SELECT event_id, key, n FROM effects ORDER BY position'),

    /** Waits until so many effects are there and nothing is left to consume. */
    async settled(count: number, options: { timeoutMs?: number } = {}): Promise<Effect[]> {
      await eventually(async () => {
        const [row] = await test.db.query<{ count: string }>('SELECT count(*) FROM effects');
        expect(Number(row?.count)).toBe(count);
        const lags = await groupLag(bareKafka(config), group, [topic.name]);
        expect(lags.map(({ lag }) => lag)).toEqual(lags.map(() => 0n));
        return true;
      }, options);
      return test.db.query<Effect>('SELECT event_id, key, n FROM effects ORDER BY position');
    },

    async collect(name: string): Promise<Collector> {
      const collector = await collect(name, config);
      stops.push(() => collector.stop());
      return collector;
    },

    lag: () => groupLag(bareKafka(config), group, [topic.name]),

    async end(): Promise<void> {
      for (const stop of stops.reverse()) await stop();
      await test.drop();
    },
  };
}

export type Scene = Awaited<ReturnType<typeof scene>>;

/** Records each event as one row. */
export const record: Handler<Event<string, { n?: number }>, unknown> = {
  async apply(prepared, tx) {
    await recordAll(
      prepared.map(([event]) => event),
      tx,
    );
    return undefined;
  },
};

export async function recordAll(events: readonly Event<string, { n?: number }>[], tx: Tx): Promise<void> {
  await tx.query(
    'INSERT INTO effects (event_id, key, n) SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[])',
    [events.map(({ id }) => id), events.map(({ subject }) => subject), events.map(({ data }) => data.n ?? 0)],
    'record',
  );
}
