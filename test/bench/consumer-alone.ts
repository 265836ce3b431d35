import { randomUUID } from 'node:crypto';
import { eventually } from '@spillway/chassis/testing';
import { OrderCreated, toMessage } from '@spillway/contracts';
import { operatorClient } from '../demo/operator-client';
import { countOf, query } from '../system/query';
import { type Figure, load } from './report';
import { repeat, withSystem } from './with-system';

const backlog = 100_000;

function orderCreated(n: number) {
  const orderId = randomUUID();
  return OrderCreated.create({
    subject: orderId,
    correlationid: orderId,
    data: {
      orderId,
      userId: `user-${n % 1000}`,
      items: [{ productId: `prod-${n % 100}`, name: 'Enamel mug', unitPrice: 1250, quantity: 2 }],
      total: { amount: 2500, currency: 'EUR' },
      createdAt: new Date().toISOString(),
    },
  });
}

/** Payments with a backlog and nothing else to do: each event becomes an inbox row, a payment row and an event row. */
async function once(): Promise<number> {
  return withSystem(['payments'], { payments: { RELAY_PAUSED: 'true' } }, async (system) => {
    const [instance] = system.instances('payments');
    await instance?.stop();
    const client = operatorClient(system);
    for (let from = 0; from < backlog; from += 1_000) {
      const messages = Array.from({ length: 1_000 }, (_, index) => orderCreated(from + index));
      await client.publish(messages.map((event) => ({ topic: event.topic, ...toMessage(event) })));
    }
    await client.stop?.();
    await instance?.restart();
    const url = system.postgres.url('payments');
    await eventually(async () => (await countOf(url, 'payments')) === backlog, { timeoutMs: 120_000, everyMs: 500 });
    const [span] = await query<{ seconds: string }>(
      url,
      'SELECT extract(epoch FROM max(created_at) - min(created_at)) AS seconds FROM payments',
    );
    return backlog / Number(span?.seconds);
  });
}

export async function consumerAlone(): Promise<Figure[]> {
  const runs = await repeat(3, once);
  return [
    {
      name: `payments alone, backlog of ${backlog.toLocaleString('en')}`,
      unit: 'events/s',
      runs,
      aim: { atLeast: 20_000 },
      load: load(),
    },
  ];
}
