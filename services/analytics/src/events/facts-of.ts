import type {
  Event,
  Money,
  NotificationSent,
  OrderCancelled,
  OrderConfirmed,
  OrderCreated,
  OrderDelivered,
  OrderShipped,
  PaymentCaptured,
  PaymentRefunded,
} from '@spillway/contracts';
import { type Facts, nothing, type Step } from '../domain/facts';
import { createdAt } from '../domain/order-time';

/** The events from which figures follow. Of the others nothing is kept. */
export type Known =
  | OrderCreated
  | OrderConfirmed
  | OrderShipped
  | OrderDelivered
  | OrderCancelled
  | PaymentCaptured
  | PaymentRefunded
  | NotificationSent;

export const knownTypes = [
  'OrderCreated',
  'OrderConfirmed',
  'OrderShipped',
  'OrderDelivered',
  'OrderCancelled',
  'PaymentCaptured',
  'PaymentRefunded',
  'NotificationSent',
] as const satisfies readonly Known['type'][];

const names = new Set<string>(knownTypes);
export const isKnown = (event: Event): event is Known => names.has(event.type);

/** What one event says of its order. @throws Permanent when the order's id does not say when it was created */
export function factsOf(event: Known): Facts {
  const created = createdAt(event.data.orderId);
  // Clocks of two machines may differ: nothing happens to an order before it is there.
  const at = (step: Step): Facts['after'] => ({ [step]: Math.max(0, Date.parse(event.time) - created) });
  switch (event.type) {
    case 'OrderCreated': {
      const { total, items } = event.data;
      const lines = items.map(({ productId, unitPrice, quantity }) => ({ productId, unitPrice, quantity }));
      return { total: moneyOf(total), lines, after: {} };
    }
    case 'OrderConfirmed':
      return { total: moneyOf(event.data.total), after: at('confirmed') };
    case 'OrderShipped':
      return { total: moneyOf(event.data.total), after: at('shipped') };
    case 'OrderDelivered':
      return { total: moneyOf(event.data.total), after: at('delivered') };
    case 'OrderCancelled':
      return { total: moneyOf(event.data.total), after: at('cancelled'), reason: event.data.reason };
    case 'PaymentCaptured':
      return { captured: moneyOf(event.data.amount), after: {} };
    case 'PaymentRefunded':
      return { refunded: moneyOf(event.data.amount), after: {} };
    case 'NotificationSent': {
      const { channel, kind } = event.data;
      return channel === 'mail' && kind === 'order-confirmed' ? { after: at('mailed') } : nothing;
    }
  }
}

/** Without what a later version may add. */
const moneyOf = ({ amount, currency }: Money): Money => ({ amount, currency });
