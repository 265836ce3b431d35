import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { firstAppearances, readTopic, type TopicMessage } from './read-topic';

/** Where the checker looks. It knows nothing else of the system. */
export interface Places {
  brokers: string[];
  /** TLS and credentials, where the brokers ask for them. */
  kafka?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  ordersDatabase: string;
  paymentsDatabase: string;
  productsDatabase: string;
  notificationsDatabase: string;
  /** The mail catcher's index of every mail it took, one JSON object a line; undefined where mails were only counted. */
  mailIndexUrl?: string;
  /** Dead-letter topics that must be empty. */
  deadLetterTopics: string[];
}

export interface World {
  orders: { id: string; status: string }[];
  payments: { order_id: string; status: string }[];
  /** What there is of each product, and what it should be by what came and what left for orders. */
  stock: { product_id: string; on_hand: string; reserved: string; adjusted: string; committed: string }[];
  reservations: { order_id: string; status: string }[];
  notifications: { event_id: string; order_id: string; kind: string; channel: string; status: string }[];
  orderEvents: { events: TopicMessage[]; repeats: number };
  paymentEvents: { events: TopicMessage[]; repeats: number };
  stockEvents: { events: TopicMessage[]; repeats: number };
  deadLetters: { topic: string; count: number }[];
  mails: { messageId: string }[] | undefined;
}

/** From three tables that know nothing of each other: the level, the adjustments, and what orders took. */
const stock = `
  SELECT product_id, on_hand, reserved,
         (SELECT coalesce(sum(delta), 0) FROM stock_adjustments AS a WHERE a.product_id = stock.product_id) AS adjusted,
         coalesce(taken.quantity, 0) AS committed
    FROM stock LEFT JOIN (
      SELECT item->>'productId' AS product_id, sum((item->>'quantity')::bigint) AS quantity
        FROM reservations, jsonb_array_elements(items) AS item WHERE status = 'committed' GROUP BY 1
    ) AS taken USING (product_id)`;

async function rows<R extends object>(url: string, sql: string): Promise<R[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function mailIndex(url: string): Promise<{ messageId: string }[]> {
  const lines = (await (await fetch(url)).text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as { messageId: string });
}

/** Reads everything there is to judge by, once, when the system is at rest. */
export async function readWorld(places: Places): Promise<World> {
  const kafka = new Kafka({
    clientId: 'checker',
    brokers: places.brokers,
    logLevel: logLevel.NOTHING,
    ...places.kafka,
  });
  const topic = async (name: string) => firstAppearances(await readTopic(kafka, name));
  const deadLetters: World['deadLetters'] = [];
  for (const name of places.deadLetterTopics)
    deadLetters.push({ topic: name, count: (await readTopic(kafka, name)).length });
  return {
    orders: await rows(places.ordersDatabase, 'SELECT id::text, status FROM orders'),
    payments: await rows(places.paymentsDatabase, 'SELECT order_id::text, status FROM payments'),
    stock: await rows(places.productsDatabase, stock),
    reservations: await rows(places.productsDatabase, 'SELECT order_id::text, status FROM reservations'),
    notifications: await rows(
      places.notificationsDatabase,
      'SELECT event_id::text, order_id::text, kind, channel, status FROM notifications',
    ),
    orderEvents: await topic('order-events'),
    paymentEvents: await topic('payment-events'),
    stockEvents: await topic('stock-events'),
    deadLetters,
    mails: places.mailIndexUrl ? await mailIndex(places.mailIndexUrl) : undefined,
  };
}
