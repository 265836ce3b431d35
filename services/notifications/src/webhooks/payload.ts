import type { Notifiable } from '../events/notifiable';
import type { Kind } from '../notifications/kind';

/** What the receiver gets: type, time of the event, and what concerns the user; nothing of how we process it. */
export function payloadOf(kind: Kind, event: Notifiable): string {
  const { data } = event;
  return JSON.stringify({
    type: kind.replace('-', '.'),
    timestamp: event.time,
    data: {
      orderId: data.orderId,
      userId: data.userId,
      amount: 'total' in data ? data.total : data.amount,
      ...(event.type === 'OrderCancelled' && { reason: event.data.reason }),
    },
  });
}
