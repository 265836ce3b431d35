import {
  type Event,
  type EventType,
  OrderCancelled,
  OrderDeleted,
  OrderDelivered,
  OrderShipped,
} from '@spillway/contracts';
import type { Order } from '../domain/order';
import type { Requested } from '../domain/status';

/** What an event is a consequence of: a request, or another event. */
export type Origin = Pick<Parameters<EventType['create']>[0], 'cause' | 'correlationid' | 'traceparent' | 'tracestate'>;

/** What every event about an order says of it. */
export const factsOf = ({ id, userId, total }: Order) => ({ orderId: id, userId, total });

/** The event of a status that a client asked for. */
export function eventOfRequest(order: Order, status: Requested, origin: Origin): Event {
  const subject = order.id;
  const data = factsOf(order);
  switch (status) {
    case 'shipped':
      return OrderShipped.create({ subject, data, ...origin });
    case 'delivered':
      return OrderDelivered.create({ subject, data, ...origin });
    case 'cancelled':
      return OrderCancelled.create({ subject, data: { ...data, reason: 'requested' }, ...origin });
  }
}

/** The events of a deletion: what was in flight is cancelled first, so that whoever did something for it undoes it. */
export function eventsOfDeletion(order: Order, inFlight: boolean, origin: Origin): Event[] {
  const subject = order.id;
  const { orderId, userId, total } = factsOf(order);
  const cancelled = { orderId, userId, total, reason: 'deleted' as const };
  return [
    ...(inFlight ? [OrderCancelled.create({ subject, data: cancelled, ...origin })] : []),
    OrderDeleted.create({ subject, data: { orderId, userId }, ...origin }),
  ];
}
