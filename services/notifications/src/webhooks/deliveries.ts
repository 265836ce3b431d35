import type { Tx } from '@spillway/chassis';
import type { Notifiable } from '../events/notifiable';
import type { Kind } from '../notifications/kind';
import type { Notification } from '../notifications/record';

/** One attempt that is ours until the lease ends. */
export interface Claimed {
  id: string;
  userId: string;
  kind: Kind;
  event: Notifiable;
  /** This attempt included. */
  attempt: number;
  /** What the user has set by now; undefined where the webhook was removed or is gone. */
  webhook?: { url: string; secret: string };
}

interface Row {
  notification_id: string;
  user_id: string;
  kind: Kind;
  event: Notifiable;
  attempts: number;
  webhook_url: string | null;
  webhook_secret: string | null;
}

/** Puts webhook notifications into the queue, due at once. */
export async function enqueue(tx: Tx, notifications: readonly Notification[]): Promise<void> {
  if (notifications.length === 0) return;
  await tx.query(
    `INSERT INTO webhook_deliveries (notification_id, user_id, event)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])`,
    [
      notifications.map(({ id }) => id),
      notifications.map(({ event }) => event.data.userId),
      notifications.map(({ event }) => JSON.stringify(event)),
    ],
  );
}

/** What a worker has room for. */
export interface Room {
  /** Deliveries it can take, in all and of one user: a slow receiver must not take up every place. */
  limit: number;
  perUser: number;
  /** Users who have their share of its places already. */
  busy?: readonly string[];
  leaseMs: number;
}

const claimStatement = `
  WITH candidate AS (
    SELECT notification_id, row_number() OVER (PARTITION BY user_id ORDER BY due_at) AS place
      FROM (SELECT notification_id, user_id, due_at FROM webhook_deliveries
             WHERE due_at <= now() AND user_id <> ALL ($4::text[]) ORDER BY due_at LIMIT $1 * 10) AS oldest
  ), due AS (
    SELECT d.notification_id, d.user_id FROM webhook_deliveries d JOIN candidate USING (notification_id)
     WHERE place <= $3 AND d.due_at <= now() ORDER BY d.due_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED
  )
  UPDATE webhook_deliveries d SET attempts = d.attempts + 1, due_at = now() + $2 * interval '1 ms'
    FROM due
    JOIN notifications n ON n.id = due.notification_id
    LEFT JOIN preferences p ON p.user_id = due.user_id AND p.webhook_gone_at IS NULL
   WHERE d.notification_id = due.notification_id
  RETURNING d.notification_id, d.user_id, n.kind, d.event, d.attempts, p.webhook_url, p.webhook_secret`;

/**
 * Takes due deliveries, the longest overdue first, for `leaseMs`; nobody else gets them meanwhile. Should this process die,
 * they are due again when the lease ends: the receiver may then see a repeat, with the same webhook-id.
 */
export async function claimDue(db: Tx, { limit, perUser, busy = [], leaseMs }: Room): Promise<Claimed[]> {
  const rows = await db.query<Row>(claimStatement, [limit, leaseMs, perUser, busy], 'webhooks-claim');
  return rows.map(({ webhook_url: url, webhook_secret: secret, ...row }) => ({
    id: row.notification_id,
    userId: row.user_id,
    kind: row.kind,
    event: row.event,
    attempt: row.attempts,
    ...(url !== null && secret !== null && { webhook: { url, secret } }),
  }));
}

/** How one attempt ended: sent, failed for good, or to be tried again. */
export interface Attempted {
  claimed: Claimed;
  status: 'sent' | 'failed' | 'again';
  reason?: string;
  waitMs?: number;
}

const settleStatement = `
  WITH result AS (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[]) AS r (id, attempt, status, reason, wait)
  ), attempted AS (
    UPDATE webhook_deliveries d
       SET due_at = CASE WHEN status = 'again' THEN now() + wait * interval '1 ms' END, last_reason = reason
      FROM result
     WHERE d.notification_id = id AND d.attempts = attempt AND d.due_at IS NOT NULL
    RETURNING id, status, reason
  )
  UPDATE notifications n SET status = a.status, reason = a.reason, settled_at = now()
    FROM attempted a
   WHERE n.id = a.id AND a.status <> 'again'
  RETURNING n.id`;

/**
 * Writes what became of the attempts and returns the ids of the notifications that ended with them. An attempt whose lease
 * had run out, and which somebody else has taken over, changes nothing.
 */
export async function settle(tx: Tx, attempts: readonly Attempted[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(settleStatement, [
    attempts.map(({ claimed }) => claimed.id),
    attempts.map(({ claimed }) => claimed.attempt),
    attempts.map(({ status }) => status),
    attempts.map(({ reason }) => reason ?? null),
    attempts.map(({ waitMs }) => waitMs ?? null),
  ]);
  return new Set(rows.map(({ id }) => id));
}
