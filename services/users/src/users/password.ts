import type { Database } from '@spillway/chassis';

export interface NewPassword {
  readonly userId: string;
  /** The hash that the old password was checked against: should it have changed since, nothing happens. */
  readonly before: string;
  readonly after: string;
  /** The one session that goes on. */
  readonly keep: string;
}

/** Puts the new password in place and ends all other sessions; false where another change came first. */
export const changePassword = (db: Database, { userId, before, after, keep }: NewPassword): Promise<boolean> =>
  db.transaction(async (tx) => {
    const changed = await tx.query(
      `UPDATE users SET password_hash = $3, updated_at = now() WHERE user_id = $1 AND password_hash = $2 RETURNING 1`,
      [userId, before, after],
    );
    if (changed.length === 0) return false;
    // A statement of its own, after the lock: it sees the sessions that were opened with the old password while this one waited.
    await tx.query(
      `UPDATE sessions SET ended_at = now(), end_reason = 'password'
        WHERE user_id = $1 AND session_id <> $2 AND ended_at IS NULL`,
      [userId, keep],
    );
    return true;
  });

/** The same password under today's settings. */
export async function renewHash(db: Database, userId: string, before: string, after: string): Promise<void> {
  await db.query('UPDATE users SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2', [
    userId,
    before,
    after,
  ]);
}
