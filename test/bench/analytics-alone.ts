import { eventually } from '@spillway/chassis/testing';
import {
  type Event,
  NotificationSent,
  newId,
  OrderConfirmed,
  OrderCreated,
  PaymentCaptured,
  toMessage,
} from '@spillway/contracts';
import { operatorClient } from '../demo/operator-client';
import { lagOf } from '../system/rest';
import { type Figure, load } from './report';
import { repeat, withSystem } from './with-system';

const orders = 25_000;

/** What analytics hears of an order that ends well. */
function eventsOf(n: number): Event[] {
  const orderId = newId();
  const total = { amount: 4500, currency: 'EUR' };
  const order = { orderId, userId: `user-${n % 1_000}`, total };
  const items = [
    { productId: `prod-${n % 100}`, name: 'Enamel mug', unitPrice: 1250, quantity: 2 },
    { productId: `prod-${(n + 7) % 100}`, name: 'Linen tea towel', unitPrice: 2000, quantity: 1 },
  ];
  const [subject, paymentId] = [orderId, newId()];
  const notification = { notificationId: newId(), orderId, userId: order.userId, eventId: newId() };
  return [
    OrderCreated.create({ subject, data: { ...order, items, createdAt: new Date().toISOString() } }),
    OrderConfirmed.create({ subject, data: { ...order, paymentId } }),
    PaymentCaptured.create({ subject, data: { paymentId, orderId, userId: order.userId, amount: total } }),
    NotificationSent.create({ subject, data: { ...notification, channel: 'mail', kind: 'order-confirmed' } }),
  ];
}

/** A backlog of four events an order and nothing else to do: inbox rows, facts, deltas, figures. */
async function once(): Promise<number> {
  return withSystem(['analytics'], {}, async (system) => {
    const [instance] = system.instances('analytics');
    await instance?.stop();
    const client = operatorClient(system);
    for (let from = 0; from < orders; from += 1_000) {
      const events = Array.from({ length: 1_000 }, (_, index) => eventsOf(from + index)).flat();
      await client.publish(events.map((event) => ({ topic: event.topic, ...toMessage(event) })));
    }
    await client.stop?.();
    await instance?.restart();
    const since = performance.now();
    const left = await lagOf(system, 'analytics');
    await eventually(async () => (await lagOf(system, 'analytics')) === 0, { timeoutMs: 300_000, everyMs: 200 });
    return (left * 1_000) / (performance.now() - since);
  });
}

export async function analyticsAlone(): Promise<Figure[]> {
  const runs = await repeat(3, once);
  const name = `analytics alone, backlog of ${(4 * orders).toLocaleString('en')}`;
  return [{ name, unit: 'events/s', runs, load: load() }];
}
