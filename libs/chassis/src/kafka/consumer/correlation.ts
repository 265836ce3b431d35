import { withLogFields } from '../../telemetry/log-context';
import { type Delivery, InvalidDelivery, type Middleware } from './delivery';

/** What tells one message from all others on a log line. */
export function correlationOf({ topic, partition, offset, event }: Delivery): Record<string, unknown> {
  const place = { topic, partition, offset };
  if (!event || event instanceof InvalidDelivery) return place;
  const { id, type, subject, correlationid, traceparent, data } = event;
  const order = orderIdIn(data);
  return {
    ...place,
    eventId: id,
    eventType: type,
    subject,
    ...(order !== undefined && { orderId: order }),
    correlationId: correlationid,
    traceparent,
  };
}

function orderIdIn(data: unknown): string | undefined {
  const id = typeof data === 'object' && data !== null ? Reflect.get(data, 'orderId') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/**
 * Lines logged about a message carry its correlation id and its trace, wherever they come from: retries, dead letters,
 * the service's own handlers. A batch of many has its partition only.
 */
export const correlation =
  (group: string): Middleware =>
  (next) =>
  (deliveries, context) => {
    const [first] = deliveries;
    if (!first) return next(deliveries, context);
    const { topic, partition } = first;
    const fields = deliveries.length === 1 ? correlationOf(first) : { topic, partition };
    return withLogFields({ group, ...fields }, () => next(deliveries, context));
  };
