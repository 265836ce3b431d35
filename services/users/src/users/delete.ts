import { append, type Database, erase } from '@spillway/chassis';
import type { AttemptKey } from '../attempts/keys';
import { accounts } from '../metrics';
import { deleted, type Origin, personalFields } from './events';

/**
 * Takes a user away, all sessions with him, and everything personal out of the events of this database, in one transaction;
 * false where there is no such user. What was not published yet is published without personal data and with UserDeleted
 * after it; how the topic gets rid of what was, see last-words.ts and ADR 9.
 */
export async function deleteUser(
  db: Database,
  userId: string,
  keyOf: AttemptKey,
  origin: Origin = {},
): Promise<boolean> {
  const done = await db.transaction(async (tx) => {
    const [row] = await tx.query<{ email: string; version: number }>(
      'DELETE FROM users WHERE user_id = $1 RETURNING email, version',
      [userId],
    );
    if (row === undefined) return false;
    const version = row.version + 1;
    // After the lock that DELETE took: events of a change that was under way are seen, too.
    await erase(tx, userId, personalFields);
    await append(tx, [deleted(userId, version, origin)]);
    await tx.query('DELETE FROM attempts WHERE key = $1', [keyOf('account', row.email)]);
    await tx.query('INSERT INTO last_words (user_id, version) VALUES ($1, $2)', [userId, version]);
    return true;
  });
  if (done) accounts.inc({ change: 'deleted' });
  return done;
}
