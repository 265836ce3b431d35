import type pg from 'pg';
import { logger } from '../../telemetry/logger';

const log = logger('retention');

const slice = 2_000;

/**
 * The oldest events, as long as every relay has passed them and they stand in no gap. Ids rise with time, so only the
 * lowest are looked at: a slice in which nothing is old enough is the end.
 */
const deleteEvents = `
  DELETE FROM events WHERE id IN (
    SELECT id FROM (SELECT id, time FROM events ORDER BY id LIMIT ${slice}) AS oldest
     WHERE time < now() - make_interval(secs => $1)
       AND id <= (SELECT min(position) FROM relay_cursor)
       AND NOT EXISTS (
         SELECT FROM relay_cursor, jsonb_to_recordset(gaps) AS gap ("from" bigint, "to" bigint)
          WHERE id BETWEEN gap."from" AND gap."to"))`;

const deleteInbox = `
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE processed_at < now() - make_interval(secs => $1) ORDER BY processed_at LIMIT ${slice}))`;

export interface Retention {
  /** Milliseconds; 0 keeps for good. */
  readonly eventsRetention: number;
  readonly inboxRetention: number;
}

/** Deletes what is older, in slices that are transactions of their own, until nothing is left or `enough` says so. */
export async function retain(
  pool: Pick<pg.Pool, 'query'>,
  { eventsRetention, inboxRetention }: Retention,
  enough: () => boolean = () => false,
): Promise<{ events: number; inbox: number }> {
  const sweep = async (statement: string, ageMs: number) => {
    let deleted = 0;
    for (let last = slice; ageMs > 0 && last > 0 && !enough(); deleted += last) {
      last = (await pool.query(statement, [ageMs / 1_000])).rowCount ?? 0;
    }
    return deleted;
  };
  const deleted = {
    events: await sweep(deleteEvents, eventsRetention),
    inbox: await sweep(deleteInbox, inboxRetention),
  };
  if (deleted.events + deleted.inbox > 0) log.info('deleted what is past its retention', deleted);
  return deleted;
}
