import { join } from 'node:path';
import { type KafkaClient, kafkaClient, type Lifecycle, lifecycle } from '@spillway/chassis';
import {
  createTopics,
  eventually,
  type TestDatabase,
  testDatabase,
  testHost,
  uniqueName,
} from '@spillway/chassis/testing';
import { deadLetterTopic, type Event, replyTopicsOf, responders, toMessage, topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

export interface Reply<B = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: B;
}

export interface Orders {
  readonly app: Lifecycle;
  readonly host: ReturnType<typeof testHost>;
  readonly url: string;
  readonly db: TestDatabase['db'];
  call<B = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply<B>>;
  /** Publishes events as another service would. */
  publish(...events: Event[]): Promise<void>;
  stop(): Promise<void>;
}

const migrations = join(__dirname, '../../migrations');

/** The whole service in this process, on a database, a port and a group of its own. */
export async function startOrders(settings: Record<string, string> = {}): Promise<Orders> {
  const group = uniqueName('orders');
  const { commands } = responders.orders;
  const shared = [
    topics.orders.name,
    topics.payments.name,
    topics.stock.name,
    commands.name,
    ...replyTopicsOf('orders'),
  ];
  await createTopics(shared, { partitions: topics.orders.partitions });
  const deadLetters = [
    ...[topics.payments, topics.stock].map((topic) => deadLetterTopic(topic, group)),
    deadLetterTopic(commands, `${group}-commands`),
  ];
  await createTopics(deadLetters, { partitions: 1 });
  const database = await testDatabase([migrations]);
  const host = testHost();
  const config = readConfig({
    ...process.env,
    DATABASE_URL: database.config.url,
    PORT: '0',
    HOST: '127.0.0.1',
    KAFKA_GROUP_ID: group,
    KAFKA_MAX_WAIT_TIME: '50',
    ...settings,
  });
  const app = lifecycle(config.lifecycle, host);
  const server = wire(app, config);
  await app.run();
  const url = `http://127.0.0.1:${server.port()}`;
  let producer: KafkaClient | undefined;

  return {
    app,
    host,
    url,
    db: database.db,
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
    },
    async publish(...events) {
      if (producer === undefined) {
        producer = kafkaClient(config.kafka);
        await producer.start?.(() => undefined);
      }
      await producer.publish(events.map((event) => ({ topic: event.topic, ...toMessage(event) })));
    },
    async stop() {
      await producer?.stop?.();
      await app.stop('the test is over');
      await database.drop();
    },
  };
}

/** Waits until an order has a status, and returns it. */
export const untilStatus = (orders: Orders, id: string, status: string) =>
  eventually(async () => {
    const { body } = await orders.call('GET', `/orders/${id}`);
    if (body.status !== status) throw new Error(`it is ${JSON.stringify(body)}`);
    return body;
  });

export const body = (overrides: Record<string, unknown> = {}) => ({
  userId: 'u-1',
  items: [{ productId: 'p-1', name: 'Pen', price: 19.99, quantity: 2 }],
  totalAmount: 39.98,
  ...overrides,
});

/** Places an order and returns its id. */
export async function place(orders: Orders, overrides: Record<string, unknown> = {}): Promise<string> {
  const { status, text, body: answer } = await orders.call<{ orderId: string }>('POST', '/orders', body(overrides));
  if (status !== 201) throw new Error(`not placed: ${text}`);
  return answer.orderId;
}
