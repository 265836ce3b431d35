import type { Tx } from '@spillway/chassis';
import { newId } from '@spillway/contracts';
import type { Notifiable } from '../events/notifiable';
import type { Kind } from './kind';

export type Channel = 'mail' | 'webhook';
export type Status = 'pending' | 'sent' | 'failed';

/** What a user is told over one channel because of one event. */
export interface Notification {
  id: string;
  event: Notifiable;
  kind: Kind;
  channel: Channel;
  status: Status;
  reason?: string | undefined;
}

export const notification = (fields: Omit<Notification, 'id'>): Notification => ({ id: newId(), ...fields });

const statement = `
  INSERT INTO notifications (id, event_id, order_id, user_id, kind, channel, status, reason, settled_at)
  SELECT id, event_id, order_id, user_id, kind, channel, status, reason, CASE WHEN status <> 'pending' THEN now() END
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
      AS new (id, event_id, order_id, user_id, kind, channel, status, reason)
  ON CONFLICT (event_id, channel) DO NOTHING
  RETURNING id`;

/**
 * Writes all with one statement and returns those that are new. The inbox keeps repeats away; should an event come back
 * after the inbox has forgotten it, what was recorded then stands.
 */
export async function record(tx: Tx, notifications: readonly Notification[]): Promise<Notification[]> {
  const rows = await tx.query<{ id: string }>(
    statement,
    [
      notifications.map(({ id }) => id),
      notifications.map(({ event }) => event.id),
      notifications.map(({ event }) => event.data.orderId),
      notifications.map(({ event }) => event.data.userId),
      notifications.map(({ kind }) => kind),
      notifications.map(({ channel }) => channel),
      notifications.map(({ status }) => status),
      notifications.map(({ reason }) => reason ?? null),
    ],
    'notifications-record',
  );
  const written = new Set(rows.map(({ id }) => id));
  return notifications.filter(({ id }) => written.has(id));
}
