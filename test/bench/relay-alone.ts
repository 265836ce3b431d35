import { readEnvironment, relay, relayConfig } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { operatorClient } from '../demo/operator-client';
import { query } from '../system/query';
import { type Figure, load } from './report';
import { repeat, withSystem } from './with-system';

const events = 200_000;

/** Events as an orders service leaves them: about 300 bytes of data each. */
const fill = `
  INSERT INTO events (event_id, topic, subject, type, source, dataschema, time, correlationid, data)
  SELECT gen_random_uuid(), 'order-events', gen_random_uuid(), 'OrderCreated', '/orders', 'urn:spillway:schema:OrderCreated:1', now(), n::text,
         jsonb_build_object('orderId', gen_random_uuid(), 'userId', 'user-' || n, 'items', jsonb_build_array(
           jsonb_build_object('productId', 'prod-1', 'name', 'Enamel mug, blue rim, 350 ml', 'unitPrice', 1250, 'quantity', 2),
           jsonb_build_object('productId', 'prod-2', 'name', 'Linen tea towel, set of two', 'unitPrice', 1999, 'quantity', 1)),
           'total', jsonb_build_object('amount', 4499, 'currency', 'EUR'), 'createdAt', now())
    FROM generate_series(1, $1) AS n`;

/** The relay in this process, with a full table before it and nothing else running but PostgreSQL and Kafka. */
async function once(): Promise<number> {
  return withSystem(['orders'], { orders: { RELAY_PAUSED: 'true' } }, async (system) => {
    for (const instance of system.instances('orders')) await instance.stop(); // its database is what is wanted
    const url = system.postgres.url('orders');
    const db = { url };
    const kafka = operatorClient(system);
    await kafka.start?.(() => undefined);
    const publisher = relay({ db, producer: kafka, config: readEnvironment({}, relayConfig) });
    await query(url, fill, [events]);
    const started = performance.now();
    await publisher.start?.(() => undefined);
    const seconds = await eventually(
      async () => {
        const [row] = await query<{ position: string }>(url, 'SELECT position FROM relay_cursor');
        return Number(row?.position) >= events && (performance.now() - started) / 1000;
      },
      { timeoutMs: 120_000, everyMs: 50 },
    );
    await publisher.stop?.();
    await kafka.stop?.();
    return events / seconds;
  });
}

export async function relayAlone(): Promise<Figure[]> {
  const runs = await repeat(3, once);
  return [
    {
      name: 'relay alone, from full table to acknowledged by Kafka',
      unit: 'events/s',
      runs,
      aim: { atLeast: 40_000 },
      load: load(),
    },
  ];
}
