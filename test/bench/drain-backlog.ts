import { randomUUID } from 'node:crypto';
import { eventually } from '@spillway/chassis/testing';
import { OrderCreated, toMessage } from '@spillway/contracts';
import type { ServiceName } from '@spillway/local';
import { operatorClient } from '../demo/operator-client';
import { countOf, query } from '../system/query';
import { withSystem } from './with-system';

export const backlog = 100_000;

function orderCreated(n: number, productId: string) {
  const orderId = randomUUID();
  return OrderCreated.create({
    subject: orderId,
    correlationid: orderId,
    data: {
      orderId,
      userId: `user-${n % 1000}`,
      items: [{ productId, name: 'Enamel mug', unitPrice: 1250, quantity: 2 }],
      total: { amount: 2500, currency: 'EUR' },
      createdAt: new Date().toISOString(),
    },
  });
}

interface Drained {
  readonly service: ServiceName;
  /** Gets a row for each order, with the time of its transaction. */
  readonly table: string;
  readonly productOf: (n: number) => string;
}

/** OrderCreated a second that a service works on with a backlog and nothing else to do; what it says of them is not published. */
export async function drainBacklog({ service, table, productOf }: Drained): Promise<number> {
  return withSystem([service], { [service]: { RELAY_PAUSED: 'true' } }, async (system) => {
    const [instance] = system.instances(service);
    await instance?.stop();
    const client = operatorClient(system);
    for (let from = 0; from < backlog; from += 1_000) {
      const messages = Array.from({ length: 1_000 }, (_, index) => orderCreated(from + index, productOf(from + index)));
      await client.publish(messages.map((event) => ({ topic: event.topic, ...toMessage(event) })));
    }
    await client.stop?.();
    await instance?.restart();
    const url = system.postgres.url(service);
    await eventually(async () => (await countOf(url, table)) === backlog, { timeoutMs: 120_000, everyMs: 500 });
    const [span] = await query<{ seconds: string }>(
      url,
      `SELECT extract(epoch FROM max(created_at) - min(created_at)) AS seconds FROM ${table}`,
    );
    return backlog / Number(span?.seconds);
  });
}
