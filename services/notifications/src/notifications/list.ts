import type { Tx } from '@spillway/chassis';

export interface ListedNotification {
  notificationId: string;
  eventId: string;
  orderId: string;
  userId: string;
  kind: string;
  channel: string;
  status: string;
  reason?: string;
  createdAt: string;
  settledAt?: string;
  /** Of a webhook: how often it was tried, and when it is tried next. */
  attempts?: number;
  nextAttemptAt?: string;
}

interface Row {
  id: string;
  event_id: string;
  order_id: string;
  user_id: string;
  kind: string;
  channel: string;
  status: string;
  reason: string | null;
  created_at: Date;
  settled_at: Date | null;
  attempts: number | null;
  due_at: Date | null;
}

const listed = (row: Row): ListedNotification => ({
  notificationId: row.id,
  eventId: row.event_id,
  orderId: row.order_id,
  userId: row.user_id,
  kind: row.kind,
  channel: row.channel,
  status: row.status,
  ...(row.reason !== null && { reason: row.reason }),
  createdAt: row.created_at.toISOString(),
  ...(row.settled_at !== null && { settledAt: row.settled_at.toISOString() }),
  ...(row.attempts !== null && { attempts: row.attempts }),
  ...(row.due_at !== null && { nextAttemptAt: row.due_at.toISOString() }),
});

export interface Page {
  orderId?: string | undefined;
  /** The id of the last notification of the page before. */
  before?: string | undefined;
  limit: number;
}

/** Newest first; each form of the query walks an index, however many notifications there are. */
export async function listNotifications(db: Tx, { orderId, before, limit }: Page): Promise<ListedNotification[]> {
  const rows = await db.query<Row>(
    `SELECT n.*, d.attempts, d.due_at
       FROM notifications n LEFT JOIN webhook_deliveries d ON d.notification_id = n.id
      WHERE ${orderId === undefined ? '$1::uuid IS NULL' : 'n.order_id = $1::uuid'}
        AND n.id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      ORDER BY n.id DESC
      LIMIT $3`,
    [orderId ?? null, before ?? null, limit],
  );
  return rows.map(listed);
}
