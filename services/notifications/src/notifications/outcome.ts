import { type Event, NotificationFailed, NotificationSent } from '@spillway/contracts';
import { settled } from './metrics';
import type { Channel } from './record';

export interface Outcome {
  id: string;
  event: Event<string, { orderId: string; userId: string }>;
  kind: string;
  channel: Channel;
  /** Left out when it was sent. */
  reason?: string | undefined;
}

/** The event that tells how a notification ended. Its subject is the order, so all of one order stays in order. */
export function outcomeEvent({ id, event, kind, channel, reason }: Outcome): Event {
  const { orderId, userId } = event.data;
  const data = { notificationId: id, orderId, userId, channel, kind, eventId: event.id };
  settled.inc({ channel, kind, outcome: reason === undefined ? 'sent' : 'failed' });
  return reason === undefined
    ? NotificationSent.create({ subject: orderId, data, cause: event })
    : NotificationFailed.create({ subject: orderId, data: { ...data, reason }, cause: event });
}
