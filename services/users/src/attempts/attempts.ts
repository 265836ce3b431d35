import { type Database, Problem } from '@spillway/chassis';
import { blocked } from '../metrics';

/** One thing that is counted, and how often it may happen before there is a wait. */
export interface Counted {
  readonly key: Buffer;
  readonly free: number;
}

export interface Attempts {
  /**
   * Counts an attempt before it is judged, so that a thousand at once are counted as a thousand. Throws a Problem (429) where one
   * of the counted has to wait; then nothing is counted.
   */
  begin(counted: readonly Counted[]): Promise<void>;
  /** It was none: takes it back. */
  undo(counted: readonly Counted[]): Promise<void>;
  /** The right password: what was counted of this account is forgotten. */
  forget(counted: Counted): Promise<void>;
}

/** When the next may follow the nth: at once while they are free, then after 1, 2, 4, … first waits, up to the longest. */
const until = (count: string, free: string) =>
  `CASE WHEN ${count} < ${free} THEN '-infinity'::timestamptz
        ELSE clock_timestamp() + make_interval(secs => least($4::float8, $5::float8 * 2 ^ least(${count} - ${free}, 30))) END`;

/** What was long ago counts no more. */
const isOver = 'a.last_at < clock_timestamp() - make_interval(secs => $3)';

// Sorted, so that two that count the same wait for each other instead of deadlocking. The clock, not now(): a transaction that has
// waited for another one began before that one's time.
const beginStatement = `
  INSERT INTO attempts AS a (key, free, blocked_until)
  SELECT key, free, ${until('1', 'free')} FROM unnest($1::bytea[], $2::int[]) AS wanted (key, free) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    free = excluded.free,
    count = CASE WHEN ${isOver} THEN 1 ELSE a.count + 1 END,
    blocked_until = CASE WHEN ${isOver} THEN ${until('1', 'excluded.free')} ELSE ${until('(a.count + 1)', 'excluded.free')} END,
    last_at = clock_timestamp()
  WHERE a.blocked_until <= clock_timestamp()
  RETURNING key`;

const waitStatement = `
  SELECT extract(epoch FROM max(blocked_until) - clock_timestamp())::float8 AS seconds FROM attempts WHERE key = ANY ($1::bytea[])`;

const undoStatement = `
  UPDATE attempts SET count = greatest(count - 1, 0), blocked_until = '-infinity'
   WHERE key IN (SELECT key FROM attempts WHERE key = ANY ($1::bytea[]) ORDER BY key FOR UPDATE)`;

export interface AttemptTerms {
  readonly firstWait: number;
  readonly longestWait: number;
  readonly forgetAfter: number;
}

export function attempts(db: Database, { firstWait, longestWait, forgetAfter }: AttemptTerms): Attempts {
  const keysOf = (counted: readonly Counted[]) => counted.map(({ key }) => key);

  return {
    begin: (counted) =>
      db.transaction(async (tx) => {
        const keys = keysOf(counted);
        const seconds = [forgetAfter, longestWait, firstWait].map((ms) => ms / 1_000);
        const values = [keys, counted.map(({ free }) => free), ...seconds];
        const rows = await tx.query(beginStatement, values, 'attempts-begin');
        if (rows.length === counted.length) return;
        const [row] = await tx.query<{ seconds: number }>(waitStatement, [keys], 'attempts-wait');
        blocked.inc();
        throw tooMany(row?.seconds ?? 1); // rolls back what was counted
      }),
    async undo(counted) {
      await db.query(undoStatement, [keysOf(counted)], 'attempts-undo');
    },
    async forget({ key }) {
      await db.query('DELETE FROM attempts WHERE key = $1', [key], 'attempts-forget');
    },
  };
}

const tooMany = (seconds: number) =>
  new Problem(429, 'too-many-attempts', 'Too many attempts. Try again later.', {
    headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  });
