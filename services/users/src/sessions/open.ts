import type { Tx } from '@spillway/chassis';
import { newId } from '@spillway/contracts';
import { hashOf, newToken } from './opaque-token';

export interface NewSession {
  readonly userId: string;
  /** The hash that the password was checked against. */
  readonly passwordHash: string;
  readonly lifetimeMs: number;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** Of one user; opening another ends the oldest. More than anybody has devices, and little enough for the table. */
const mostSessions = 50;

const trimStatement = `
  DELETE FROM sessions WHERE session_id IN (
    SELECT session_id FROM sessions WHERE user_id = $1 ORDER BY session_id DESC OFFSET ${mostSessions})`;

/**
 * Opens a session with its first refresh token; undefined where the password has changed since it was checked, or the user is
 * gone. FOR SHARE waits for such a change that is under way: it will end the sessions it finds, and must find this one.
 */
export async function openSession(
  db: Tx,
  { userId, passwordHash, lifetimeMs }: NewSession,
): Promise<OpenedSession | undefined> {
  const opened = { sessionId: newId(), refreshToken: newToken() };
  const rows = await db.query(
    `WITH owner AS (
       SELECT user_id FROM users WHERE user_id = $2 AND password_hash = $3 FOR SHARE
     ), session AS (
       INSERT INTO sessions (session_id, user_id, expires_at)
       SELECT $1, user_id, now() + make_interval(secs => $4) FROM owner RETURNING session_id
     )
     INSERT INTO refresh_tokens (token_hash, session_id) SELECT $5, session_id FROM session RETURNING session_id`,
    [opened.sessionId, userId, passwordHash, lifetimeMs / 1_000, hashOf(opened.refreshToken)],
    'sessions-open',
  );
  if (rows.length === 0) return undefined;
  await db.query(trimStatement, [userId], 'sessions-trim'); // ids are UUIDv7: in the order of time
  return opened;
}
