import { logger, type Tx } from '@spillway/chassis';
import type { Role } from '../domain/roles';
import { refreshes } from '../metrics';
import { hashOf, newToken, seal, unseal } from './opaque-token';

const log = logger('sessions');

export interface Refreshed {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly refreshToken: string;
}

interface Row {
  readonly session_id: string;
  readonly user_id: string;
  readonly role: Role;
}

/** One statement, so one of two that come at once uses the token, and the other finds it used. */
const rotateStatement = `
  WITH spent AS (
    UPDATE refresh_tokens t SET used_at = now(), successor = $3
      FROM sessions s
     WHERE t.token_hash = $1 AND t.used_at IS NULL
       AND s.session_id = t.session_id AND s.ended_at IS NULL AND s.expires_at > now()
    RETURNING t.session_id, s.user_id
  ), issued AS (
    INSERT INTO refresh_tokens (token_hash, session_id) SELECT $2, session_id FROM spent RETURNING session_id
  )
  SELECT session_id, user_id, role FROM issued JOIN spent USING (session_id) JOIN users USING (user_id)`;

const spentStatement = `
  SELECT t.session_id, s.user_id, u.role, t.successor, t.used_at > now() - make_interval(secs => $2) AS just_now
    FROM refresh_tokens t JOIN sessions s USING (session_id) JOIN users u USING (user_id)
   WHERE t.token_hash = $1 AND t.used_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now()`;

type SpentRow = Row & { readonly successor: Buffer; readonly just_now: boolean };

/**
 * Gives a new refresh token for one that is shown; undefined where it is worth nothing.
 *
 * A token that was used before is a theft: by whoever showed it first, or by whoever shows it now. The session ends, for both.
 * The exception: used within the last moments, by a second tab or after an answer that was lost. Then the same successor
 * is given again, as long as that is unused. This is safe, because there is still one token that works: a thief who got in
 * between shares it with its owner, and the first of them to be later than these moments ends the session for both.
 */
export async function refreshSession(db: Tx, token: string, graceMs: number): Promise<Refreshed | undefined> {
  const refreshToken = newToken();
  const values = [hashOf(token), hashOf(refreshToken), seal(refreshToken, token)];
  const [rotated] = await db.query<Row>(rotateStatement, values, 'sessions-rotate');
  if (rotated !== undefined) return given('rotated', rotated, refreshToken);

  const [spent] = await db.query<SpentRow>(spentStatement, [hashOf(token), graceMs / 1_000], 'sessions-spent');
  if (spent === undefined) {
    refreshes.inc({ outcome: 'refused' });
    return undefined;
  }
  const successor = unseal(spent.successor, token);
  if (spent.just_now && (await isUnused(db, successor))) return given('repeated', spent, successor);
  await endForReuse(db, spent.session_id);
  return undefined;
}

function given(outcome: string, { session_id, user_id, role }: Row, refreshToken: string): Refreshed {
  refreshes.inc({ outcome });
  return { sessionId: session_id, userId: user_id, role, refreshToken };
}

async function isUnused(db: Tx, token: string): Promise<boolean> {
  const rows = await db.query('SELECT 1 FROM refresh_tokens WHERE token_hash = $1 AND used_at IS NULL', [
    hashOf(token),
  ]);
  return rows.length > 0;
}

async function endForReuse(db: Tx, sessionId: string): Promise<void> {
  const statement = `UPDATE sessions SET ended_at = now(), end_reason = 'reuse' WHERE session_id = $1 AND ended_at IS NULL`;
  await db.query(statement, [sessionId]);
  refreshes.inc({ outcome: 'reused' });
  log.warn('a refresh token came again long after it was used; its session was ended', { sessionId });
}
