import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pump } from '../../../src/events/relay/pump';
import type { TestDatabase } from '../../../src/testing/database';
import { changeForms } from './changes';
import { type Arrival, check } from './checker';
import type { Design } from './designs';
import { committedFacts, empty, postgresSource } from './postgres-world';
import { factOf, type Source } from './world';

export interface Storm {
  readonly design: Design;
  /** So long, and until so many transactions have committed: a storm is one on a slow machine, too. */
  readonly ms: number;
  readonly atLeast?: number;
  readonly writers: number;
  /** Above one: several lead at once. */
  readonly relays: number;
  readonly limits: readonly number[];
  readonly crashes: boolean;
}

export interface Outcome {
  readonly problems: string[];
  readonly committed: number;
  readonly arrived: number;
  readonly polls: number;
  readonly lives: number;
}

const chance = (probability: number): boolean => Math.random() < probability;
const upTo = (max: number): number => Math.floor(Math.random() * (max + 1));
const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length - 1)] as T;
const aggregates = Array.from({ length: 8 }, (_, index) => `aggregate-${index}`);

/** Many transactions over few aggregates, while relays live, crash and are born again. At the end everything must have arrived. */
export async function storm(
  test: TestDatabase,
  { design, ms, atLeast = 0, writers, relays, limits, crashes }: Storm,
): Promise<Outcome> {
  await empty(test);
  const pool = new pg.Pool({ connectionString: test.config.url, max: 2 * relays + 1 });
  const arrived: Arrival[] = [];
  const deadline = performance.now() + ms;
  let commits = 0;
  const blowing = () => performance.now() < deadline || commits < atLeast;
  let polls = 0;
  let lives = 0;

  /** One life of a relay: until it crashes, or `alive` says no. */
  async function live(source: Source, alive: () => boolean, crashing: boolean): Promise<void> {
    const stream = ++lives;
    const crash = (probability: number) => {
      if (crashing && chance(probability)) throw new Crash();
    };
    const { log, advance } = design(source);
    const { step } = pump({
      log: {
        load: () => log.load(),
        read: (cursor, limit) => log.read(cursor, limit),
        async save(cursor) {
          crash(0.01);
          const saved = await log.save(cursor);
          crash(0.01);
          return saved;
        },
      },
      advance,
      limit: oneOf(limits),
      recordEvery: oneOf([0, 5, 50]),
      async publish(messages) {
        crash(0.01);
        if (chance(0.3)) await delay(upTo(4));
        arrived.push(...messages.map((message) => ({ ...factOf(message), stream })));
        crash(0.01);
      },
    });
    for (let idle = 0; alive() || idle < 3; polls++) {
      idle = (await step()).published > 0 ? 0 : idle + 1;
      if (chance(0.2)) await delay(upTo(3));
    }
  }

  async function reborn(source: Source, crashing: boolean): Promise<void> {
    do {
      await live(source, blowing, crashing).catch(ignoreCrash);
    } while (blowing());
  }

  const source = postgresSource(pool, 'storm');
  try {
    const writing = Array.from({ length: writers }, () => write(test.config.url, blowing, () => commits++));
    const relaying = Array.from({ length: relays }, () => reborn(source, crashes));
    await Promise.all([...writing, ...relaying]);
    await live(source, () => false, false);
    const committed = await committedFacts(test.db.pool);
    return { problems: check(committed, arrived), committed: committed.length, arrived: arrived.length, polls, lives };
  } finally {
    await pool.end();
  }
}

class Crash extends Error {}

/** A crash, or another leader that was faster, ends a life; anything else is an error of the test. */
function ignoreCrash(error: unknown): void {
  const expected =
    error instanceof Crash || (error instanceof Error && Reflect.get(error, 'code') === 'RELAY_CURSOR_MOVED');
  if (!expected) throw error;
}

/** A client that never stops: early transaction ids, pauses, aborts, a few long transactions. */
async function write(url: string, blowing: () => boolean, committed: () => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    while (blowing()) {
      await client.query('BEGIN');
      if (chance(0.2)) await client.query('SELECT pg_current_xact_id()');
      if (chance(0.3)) await delay(upTo(5));
      const chosen = [...new Set(Array.from({ length: 1 + upTo(2) }, () => oneOf(aggregates)))].sort(); // no deadlocks
      for (const aggregate of chosen) {
        await oneOf(changeForms)(client, aggregate);
        if (chance(0.2)) await delay(upTo(3));
      }
      if (chance(0.01)) await delay(50 + upTo(200));
      const end = chance(0.15) ? 'ROLLBACK' : 'COMMIT';
      await client.query(end);
      if (end === 'COMMIT') committed();
      if (chance(0.1)) await delay(upTo(10));
    }
  } finally {
    await client.end();
  }
}
