import type { FetchedMessage } from '@spillway/chassis';
import { InvalidEvent, toEvent, topics } from '@spillway/contracts';

/** What has become of an order: one event, without what is the inside's business. */
export interface OrderNews {
  /** Of the event: what a listener that comes back names as the last one it has heard. */
  readonly id: string;
  readonly orderId: string;
  /** OrderCreated, OrderConfirmed, … */
  readonly type: string;
  readonly time: string;
  /** Why it was cancelled. */
  readonly reason?: string;
}

/** After these nothing more becomes of an order. */
const last = new Set(['OrderDelivered', 'OrderCancelled', 'OrderDeleted']);
export const isLast = ({ type }: OrderNews): boolean => last.has(type);

interface Told {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: unknown;
}

export function newsOf(orderId: string, { id, type, time, data }: Told): OrderNews {
  const reason: unknown = Reflect.get(Object(data), 'reason');
  return { id, orderId, type, time, ...(typeof reason === 'string' && { reason }) };
}

/** The news in a record of the orders' topic; undefined when the record is no event. */
export function newsIn({ key, value, headers }: FetchedMessage): OrderNews | undefined {
  try {
    const event = toEvent({ key, value, headers: headers ?? {} }, topics.orders.name);
    return newsOf(event.subject, event);
  } catch (error) {
    if (error instanceof InvalidEvent) return undefined; // those who work on orders have dead-lettered it
    throw error;
  }
}
