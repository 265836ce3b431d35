import type { Tx } from '@spillway/chassis';
import { hashOf } from './opaque-token';

/** Ends the session of a refresh token, whether it is the newest or an older one: whoever logs out means the session. */
export async function endSession(db: Tx, refreshToken: string): Promise<void> {
  await db.query(
    `UPDATE sessions SET ended_at = now(), end_reason = 'logout'
      WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) AND ended_at IS NULL`,
    [hashOf(refreshToken)],
    'sessions-end',
  );
}
