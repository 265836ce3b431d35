import type { Tx } from '@spillway/chassis';
import type { Preference } from './preference';

interface Row {
  user_id: string;
  email: string | null;
  webhook_url: string | null;
  webhook_secret: string | null;
  gone: boolean;
  deleted: boolean;
}

const fields = 'user_id, email, webhook_url, webhook_secret, webhook_gone_at IS NOT NULL AS gone, deleted';

const preferenceOf = (row: Row): Preference => ({
  userId: row.user_id,
  ...(row.deleted && { deleted: true }),
  ...(row.email !== null && { email: row.email }),
  ...(row.webhook_url !== null &&
    row.webhook_secret !== null && { webhook: { url: row.webhook_url, secret: row.webhook_secret, gone: row.gone } }),
});

/** One answer per user id, in order; undefined for users who have set nothing. */
export async function findPreferences(db: Tx, userIds: readonly string[]): Promise<(Preference | undefined)[]> {
  const rows = await db.query<Row>(
    `SELECT ${fields} FROM preferences WHERE user_id = ANY ($1::text[])`,
    [[...new Set(userIds)]],
    'preferences-find',
  );
  const found = new Map(rows.map((row) => [row.user_id, preferenceOf(row)]));
  return userIds.map((userId) => found.get(userId));
}

export interface NewPreference {
  userId: string;
  email?: string | undefined;
  webhookUrl?: string | undefined;
  /** Taken when the user gives none and the address is new. */
  webhookSecret?: string | undefined;
  freshSecret: string;
}

/**
 * Puts the new preference in place of the old one; undefined for a registered user, of whom only events tell. A secret that was given wins; else the secret of an unchanged address
 * stays, so that a repeat of the same PUT does not cut off the receiver; else the fresh one is taken.
 */
export async function replacePreference(db: Tx, next: NewPreference): Promise<Preference | undefined> {
  const rows = await db.query<Row>(
    `INSERT INTO preferences AS old (user_id, email, webhook_url, webhook_secret)
     VALUES ($1, $2, $3::text, CASE WHEN $3::text IS NOT NULL THEN coalesce($4, $5) END)
     ON CONFLICT (user_id) DO UPDATE SET
       email = excluded.email,
       webhook_url = excluded.webhook_url,
       webhook_secret = CASE
         WHEN $4::text IS NULL AND old.webhook_url = excluded.webhook_url THEN old.webhook_secret
         ELSE excluded.webhook_secret END,
       webhook_gone_at = NULL,
       updated_at = now()
     WHERE old.version = 0
     RETURNING ${fields}`,
    [next.userId, next.email ?? null, next.webhookUrl ?? null, next.webhookSecret ?? null, next.freshSecret],
    'preferences-replace',
  );
  return rows.map(preferenceOf)[0];
}

/** Gives a webhook another secret; false where there is none. */
export async function replaceSecret(db: Tx, userId: string, secret: string): Promise<boolean> {
  const rows = await db.query(
    `UPDATE preferences SET webhook_secret = $2, updated_at = now()
      WHERE user_id = $1 AND webhook_url IS NOT NULL RETURNING 1`,
    [userId, secret],
    'preferences-secret',
  );
  return rows.length > 0;
}

/** Stops webhooks to receivers that are gone, unless the user has set another address meanwhile. */
export async function markGone(tx: Tx, gone: readonly { userId: string; url: string }[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query(
    `UPDATE preferences SET webhook_gone_at = now()
       FROM unnest($1::text[], $2::text[]) AS gone (user_id, url)
      WHERE preferences.user_id = gone.user_id AND webhook_url = gone.url AND webhook_gone_at IS NULL`,
    [gone.map(({ userId }) => userId), gone.map(({ url }) => url)],
  );
}
