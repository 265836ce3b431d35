import { append, type Database } from '@spillway/chassis';
import { topics } from '@spillway/contracts';
import { deleted } from './events';

/** Beyond the lag of compaction: the clocks of brokers and database may differ. */
const margin = 10 * 60_000;

/** When the topic hears of a deletion once more: as soon as its broker will close the segment that the first word is in. */
export const sayAgainAfter = topics.users.compaction.maxLagMs + margin;

// Only what has been published begins to count: with the broker away both words could come at once, and close nothing.
const scheduleStatement = `
  UPDATE last_words SET again_at = now() + make_interval(secs => $1)
   WHERE again_at IS NULL
     AND (SELECT coalesce(max(id), 0) FROM events WHERE subject = user_id::text) <= (SELECT min(position) FROM relay_cursor)`;

const dueStatement = `
  DELETE FROM last_words WHERE user_id IN (
    SELECT user_id FROM last_words WHERE again_at <= now() ORDER BY again_at LIMIT 500 FOR UPDATE SKIP LOCKED)
  RETURNING user_id, version`;

/**
 * Says UserDeleted once more for users whose deletion was published so long ago. Brokers compact closed segments only, and
 * close one when they write to it: without this a partition in which nothing else happens would keep personal data for ever.
 * It is also the last word should a relay that stood still have published a page of old events after the first one.
 */
export const repeatLastWords = (db: Database, afterMs: number = sayAgainAfter): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.query(scheduleStatement, [afterMs / 1_000]);
    const due = await tx.query<{ user_id: string; version: number }>(dueStatement);
    await append(
      tx,
      due.map(({ user_id, version }) => deleted(user_id, version)),
    );
    return due.length;
  });
