import { type Database, logger, type Part, type Relay, repeat } from '@spillway/chassis';
import { repeatLastWords } from './users/last-words';

const log = logger('housekeeping');
const slice = 2_000;

// A token of a session that is gone is as unknown as one that was made up: refused.
const sessions = `
  DELETE FROM sessions WHERE session_id IN (
    (SELECT session_id FROM sessions WHERE expires_at < now() LIMIT ${slice})
    UNION ALL
    (SELECT session_id FROM sessions WHERE ended_at < now() - interval '1 day' LIMIT ${slice}))`;

const attempts = `
  DELETE FROM attempts WHERE key IN (
    SELECT key FROM attempts WHERE last_at < now() - make_interval(secs => $1) LIMIT ${slice})`;

export interface HousekeepingOptions {
  readonly db: Database;
  readonly relay: Pick<Relay, 'wake'>;
  /** Milliseconds after which an attempt counts no more. */
  readonly forgetAfter: number;
  readonly everyMs?: number;
}

/** What has to be done now and then, by any of the replicas: last words, and taking away what is over. */
export const housekeeping = ({ db, relay, forgetAfter, everyMs = 60_000 }: HousekeepingOptions): Part =>
  repeat('housekeeping', async () => {
    const said = await repeatLastWords(db);
    if (said > 0) {
      relay.wake();
      log.info('said once more which users were deleted', { users: said });
    }
    await db.query(sessions);
    await db.query(attempts, [forgetAfter / 1_000]);
    return everyMs;
  });
