import { randomUUID } from 'node:crypto';
import {
  type Event,
  NotificationSent,
  newId,
  OrderCancelled,
  OrderConfirmed,
  OrderCreated,
  OrderDelivered,
  OrderShipped,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
} from '@spillway/contracts';
import fc from 'fast-check';

export const fates = ['pending', 'declined', 'confirmed', 'shipped', 'delivered', 'returned'] as const;

/** What becomes of one order. */
export interface Life {
  readonly fate: (typeof fates)[number];
  /** Milliseconds after `dayOne`. */
  readonly created: number;
  readonly currency: string;
  readonly lines: readonly { readonly productId: string; readonly unitPrice: number; readonly quantity: number }[];
  /** Milliseconds until the confirmation, and from there to the mail. */
  readonly confirmedAfter: number;
  readonly mailedAfter: number;
}

export const dayOne = Date.parse('2026-03-01T00:00:00Z');
const hours = 3_600_000;

const line = fc.record({
  productId: fc.constantFrom('mug', 'towel', 'board "oak"', 'mug EUR'),
  unitPrice: fc.nat(1_000_000_000),
  quantity: fc.integer({ min: 1, max: 10_000 }),
});

export const life: fc.Arbitrary<Life> = fc.record({
  fate: fc.constantFrom(...fates),
  created: fc.integer({ min: 0, max: 50 * hours }),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  confirmedAfter: fc.nat(20_000),
  mailedAfter: fc.nat(5_000),
});

export const totalOf = ({ lines }: Life): number =>
  lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

/** A UUIDv7 of a moment. */
export function orderIdAt(milliseconds: number): string {
  const digits = milliseconds.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7${randomUUID().slice(15)}`;
}

/** All events about the order that reach the topics, in the order in which they happen. */
export function eventsOf(life: Life): Event[] {
  const created = dayOne + life.created;
  const orderId = orderIdAt(created);
  const total = { amount: totalOf(life), currency: life.currency };
  const order = { orderId, userId: 'ada', total };
  const payment = { paymentId: newId(), orderId, userId: 'ada', amount: total };
  const after = (ms: number, event: Event): Event => ({ ...event, time: new Date(created + ms).toISOString() });
  const subject = orderId;
  const confirmed = life.confirmedAfter;
  const notified = (kind: string, channel: 'mail' | 'webhook') =>
    NotificationSent.create({
      subject,
      data: { notificationId: newId(), orderId, userId: 'ada', channel, kind, eventId: newId() },
    });

  const data = { orderId, userId: 'ada', items: [...life.lines], total, createdAt: new Date(created).toISOString() };
  const events = [after(2, OrderCreated.create({ subject, data }))];
  if (life.fate === 'pending') return events;
  if (life.fate === 'declined') {
    return [
      ...events,
      after(confirmed, PaymentDeclined.create({ subject, data: { ...payment, reason: 'no' } })),
      after(confirmed, OrderCancelled.create({ subject, data: { ...order, reason: 'payment-declined' } })),
      after(confirmed, notified('order-cancelled', 'mail')),
    ];
  }
  const held = { ...payment, provider: 'test', providerReference: 'one' };
  events.push(
    after(1, PaymentAuthorized.create({ subject, data: held })),
    after(confirmed, OrderConfirmed.create({ subject, data: { ...order, paymentId: payment.paymentId } })),
    after(confirmed + 1, PaymentCaptured.create({ subject, data: payment })),
    after(confirmed, notified('order-confirmed', 'webhook')),
    after(confirmed + life.mailedAfter, notified('order-confirmed', 'mail')),
  );
  if (life.fate === 'returned') {
    events.push(
      after(2 * hours, OrderCancelled.create({ subject, data: { ...order, reason: 'requested' } })),
      after(2 * hours, PaymentRefunded.create({ subject, data: payment })),
    );
  }
  if (life.fate === 'shipped' || life.fate === 'delivered')
    events.push(after(hours, OrderShipped.create({ subject, data: order })));
  if (life.fate === 'delivered') events.push(after(2 * hours, OrderDelivered.create({ subject, data: order })));
  return events;
}
