import { join } from 'node:path';
import { kafkaClient, lifecycle } from '@spillway/chassis';
import { createTopics, eventually, testDatabase, testHost, testKafka, uniqueName } from '@spillway/chassis/testing';
import { deadLetterTopic, type Event, replyTopicsOf, responders, toMessage, topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

export const migrations = join(__dirname, '../../migrations');

export interface Reply<B = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: B;
}

/** The products service with a database and a group of its own, on the real broker. Stop it at the end. */
export async function startProducts(settings: Record<string, string> = {}) {
  const group = uniqueName('products');
  const deadLetters = deadLetterTopic(topics.orders, group);
  const { commands } = responders.products;
  const events = [topics.orders.name, topics.products.name, topics.stock.name];
  const names = [...events, commands.name, ...replyTopicsOf('products')];
  await createTopics(names, { partitions: topics.orders.partitions });
  await createTopics([deadLetters, deadLetterTopic(commands, `${group}-commands`)], { partitions: 1 });
  const database = await testDatabase([migrations]);
  const config = readConfig({
    DATABASE_URL: database.config.url,
    KAFKA_BROKERS: testKafka().brokers.join(','),
    KAFKA_GROUP_ID: group,
    KAFKA_MAX_WAIT_TIME: '50',
    KAFKA_COMMIT_INTERVAL: '50',
    HTTP_DRAIN_GRACE_MS: '0',
    HOST: '127.0.0.1',
    PORT: '0',
    ...settings,
  });
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config);
  await app.run();
  const producer = kafkaClient(testKafka());
  await producer.start?.(() => undefined);
  const { db } = database;

  async function call<B = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<B>> {
    const response = await fetch(`http://127.0.0.1:${server.port()}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
  }

  return {
    db,
    group,
    deadLetters,
    /** For one more that shares the database. */
    databaseUrl: database.config.url,
    call,
    publish: (...events: Event[]) =>
      producer.publish(events.map((event) => ({ topic: event.topic, ...toMessage(event) }))),
    /** What stands in the inbox has its effects, or has none. */
    processed: (...events: Event[]) =>
      eventually(async () => {
        const ids = [...new Set(events.map(({ id }) => id))];
        const rows = await db.query('SELECT FROM inbox WHERE consumer = $1 AND event_id = ANY ($2::uuid[])', [
          group,
          ids,
        ]);
        return rows.length === ids.length;
      }),
    /** The events about something, as they were written. */
    toldOf: async (subject: string) => {
      const rows = await db.query<{ type: string }>('SELECT type FROM events WHERE subject = $1 ORDER BY id', [
        subject,
      ]);
      return rows.map(({ type }) => type);
    },
    async stop() {
      await producer.stop?.();
      await app.stop('the test is over');
      await database.drop();
    },
  };
}

export type Products = Awaited<ReturnType<typeof startProducts>>;

export const mug = { name: 'Enamel mug', description: 'White, blue rim', category: 'kitchen', price: 12.5 };

/** Puts a product up for sale, with so many on hand, and returns its id. */
export async function sell(products: Products, product: Record<string, unknown> = {}, onHand = 0): Promise<string> {
  const { status, text, body } = await products.call<{ productId: string }>('POST', '/products', {
    ...mug,
    ...product,
  });
  if (status !== 201) throw new Error(`not for sale: ${text}`);
  if (onHand > 0)
    await products.call('POST', `/products/${body.productId}/stock/adjustments`, { delta: onHand, reason: 'delivery' });
  return body.productId;
}

export async function stockOf(products: Products, productId: string): Promise<{ onHand: number; reserved: number }> {
  const { body } = await products.call<{ onHand: number; reserved: number }>('GET', `/products/${productId}/stock`);
  return { onHand: body.onHand, reserved: body.reserved };
}
