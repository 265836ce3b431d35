import { randomUUID } from 'node:crypto';
import { topics } from '@spillway/contracts';
import { Kafka, logLevel } from 'kafkajs';

// What is done to a running system so that there is something to see.

/** Places an order with the service at the URL; gives the status it is answered with. */
export async function post(url: string): Promise<number> {
  const body = JSON.stringify({ userId: randomUUID(), items: [{ productId: 'prod-1', price: 10, quantity: 1 }] });
  const answer = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Writes messages that nobody can read. */
export async function poison(brokers: string, count: number): Promise<void> {
  const producer = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const messages = Array.from({ length: count }, () => ({ key: randomUUID(), value: 'no event' }));
  await producer.send({ topic: topics.orders.name, messages });
  await producer.disconnect();
}
