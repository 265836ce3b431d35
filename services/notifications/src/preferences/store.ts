import type { Tx } from '@spillway/chassis';
import type { Preference } from './preference';

interface Row {
  user_id: string;
  email: string | null;
  webhook_url: string | null;
  webhook_secret: string | null;
  gone: boolean;
}

const fields = 'user_id, email, webhook_url, webhook_secret, webhook_gone_at IS NOT NULL AS gone';

const preferenceOf = (row: Row): Preference => ({
  userId: row.user_id,
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
 * Puts the new preference in place of the old one. A secret that was given wins; else the secret of an unchanged address
 * stays, so that a repeat of the same PUT does not cut off the receiver; else the fresh one is taken.
 */
export async function replacePreference(db: Tx, next: NewPreference): Promise<Preference> {
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
     RETURNING ${fields}`,
    [next.userId, next.email ?? null, next.webhookUrl ?? null, next.webhookSecret ?? null, next.freshSecret],
    'preferences-replace',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The preference was not written');
  return preferenceOf(row);
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
