import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@spillway/chassis/testing';
import { newId } from '@spillway/contracts';
import fc from 'fast-check';
import { endSession } from '../../src/sessions/end';
import { openSession } from '../../src/sessions/open';
import { refreshSession } from '../../src/sessions/refresh';
import { freshDatabase } from '../support/service';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database?.drop());

/** What may happen: tokens of the family are shown, several at once, in any order; time passes; somebody logs out. */
type Move = { show: number[] } | 'time passes' | 'log out';

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }).map((show): Move => ({ show })) },
    { weight: 2, arbitrary: fc.constant<Move>('time passes') },
    { weight: 1, arbitrary: fc.constant<Move>('log out') },
  ),
  { minLength: 1, maxLength: 12 },
);

async function family() {
  const userId = newId();
  const passwordHash = 'of the test';
  await database.db.query('INSERT INTO users (user_id, email, password_hash) VALUES ($1, $2, $3)', [
    userId,
    `${randomUUID()}@example.com`,
    passwordHash,
  ]);
  const opened = await openSession(database.db, { userId, passwordHash, lifetimeMs: 3_600_000 });
  if (opened === undefined) throw new Error('no session');
  return opened;
}

const sessionOf = async (sessionId: string) => {
  const [row] = await database.db.query<{ end_reason: string | null; live: number }>(
    `SELECT end_reason, (SELECT count(*)::int FROM refresh_tokens t WHERE t.session_id = s.session_id AND used_at IS NULL) AS live
       FROM sessions s WHERE session_id = $1`,
    [sessionId],
  );
  return row;
};

it.each([0, 60_000])(
  'never has two tokens that work, and none after a reuse, whatever comes in whatever order (grace %i ms)',
  async (graceMs) => {
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        const { sessionId, refreshToken } = await family();
        const known = [refreshToken];
        let over = false;
        for (const move of all) {
          if (move === 'time passes') {
            await database.db.query(
              `UPDATE refresh_tokens SET used_at = used_at - interval '2 minutes' WHERE session_id = $1`,
              [sessionId],
            );
          } else if (move === 'log out') {
            await endSession(database.db, known[0] ?? '');
            over = true;
          } else {
            const shown = move.show.map((index) => known[index % known.length] ?? '');
            const given = await Promise.all(shown.map((token) => refreshSession(database.db, token, graceMs)));
            const fresh = [...new Set(given.flatMap((one) => (one === undefined ? [] : [one.refreshToken])))];
            // What was given in one moment is, but for one, the successor of an earlier moment that was shown again.
            if (over) expect(fresh).toEqual([]);
            known.push(...fresh.filter((token) => !known.includes(token)));
          }
          const session = await sessionOf(sessionId);
          expect(session?.live).toBeLessThanOrEqual(1);
          over ||= session?.end_reason !== null;
        }
        // Whatever anybody may have kept: at most one of all is worth anything, and none where the session is over.
        const session = await sessionOf(sessionId);
        const outcomes = [];
        for (const token of known) outcomes.push(await refreshSession(database.db, token, 0));
        const worked = outcomes.filter((outcome) => outcome !== undefined).length;
        expect(worked).toBeLessThanOrEqual(session?.end_reason === null ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  },
);
