import { database } from '@spillway/chassis';
import { bareKafka, eventually, type TestDatabase } from '@spillway/chassis/testing';
import fc from 'fast-check';
import { versions } from '../../src/projections/versions';
import { RebuildRunning } from '../../src/rebuild/only-one';
import { rebuild } from '../../src/rebuild/rebuild';
import { expectedByDay } from '../support/expected';
import { figuresBy } from '../support/figures';
import { eventsOf, type Life, life } from '../support/lives';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

const sample = (count: number): Life[] => fc.sample(fc.array(life, { minLength: count, maxLength: count }), 1)[0] ?? [];

describe('a rebuild', () => {
  let database_: TestDatabase;
  let where: Place;
  let service: Service;
  let said: string[];
  let lives: Life[];

  beforeEach(async () => {
    [database_, where] = [await freshDatabase(), await place()];
    service = await startService(database_, where);
    said = [];
    lives = sample(60);
    await where.publish(lives.flatMap(eventsOf));
    await where.settled();
  });
  afterEach(async () => {
    await service.stop();
    await where.stop();
    await database_.drop();
  });

  /** In a pool of its own, as the command has it; pieces are small, so that there are many. */
  async function run(options: { restart?: boolean; say?: (line: string) => void } = {}): Promise<void> {
    const db = database(database_.config);
    const say = (line: string) => {
      said.push(line);
      options.say?.(line);
    };
    try {
      await rebuild({ db, kafka: bareKafka(), topics: where.topics, maxBytes: 2_000, ...options, say });
    } finally {
      await db.stop?.();
    }
  }

  const figures = () => figuresBy(database_.db, 'day');
  /** What a mistake in an earlier release may have left behind. There is nothing to spoil before the first deltas are folded. */
  const spoil = () =>
    eventually(async () => {
      const wrong = await database_.db.query('UPDATE figures SET count = count + 1, amount = amount * 2 RETURNING 1');
      return wrong.length > 0;
    });
  const states = async () => (await versions(database_.db)).map(({ number, state }) => `${number} ${state}`);

  it('mends what was wrong while the service goes on, is never seen half-built, and loses nothing that comes meanwhile', async () => {
    await spoil();
    expect(await figures()).not.toEqual(expectedByDay(lives));
    const placed: number[] = [];
    let over = false;
    const watch = async () => {
      while (!over) {
        const { status, body } = await service.get('/stats/funnel?from=2026-03-01T00:00:00Z&to=2026-03-05T00:00:00Z');
        expect({ status, body }).toMatchObject({ status: 200 });
        placed.push((body as { created: number }).created);
      }
    };
    const watching = Promise.all(Array.from({ length: 4 }, watch));
    const later = sample(120);
    const traffic = (async () => {
      for (let from = 0; from < later.length; from += 10)
        await where.publish(later.slice(from, from + 10).flatMap(eventsOf));
    })();
    await run();
    await traffic;
    await where.settled();
    expect(await figures()).toEqual(expectedByDay([...lives, ...later]));
    expect(await states()).toEqual(['1 empty', '2 serving']);
    expect(await database_.db.query('SELECT 1 FROM order_facts_a UNION ALL SELECT 1 FROM figures_a')).toEqual([]);
    await run(); // the next one takes the other slot
    over = true;
    await watching;
    expect(Math.min(...placed)).toBeGreaterThanOrEqual(lives.length);
    expect(await figures()).toEqual(expectedByDay([...lives, ...later]));
    expect(await states()).toEqual(['3 serving', '2 empty']);
  });

  it('is refused while another one is running', async () => {
    let second: Promise<void> | undefined;
    await run({
      say: () => {
        second ??= expect(run()).rejects.toThrow(RebuildRunning);
      },
    });
    await second;
    expect(second).toBeDefined();
    expect(await figures()).toEqual(expectedByDay(lives));
  });

  it('goes on where it was after it was killed, and with new eyes where that is wanted', async () => {
    await spoil();
    for (let deaths = 0; deaths < 2; deaths++) await expect(dieAfter(5)).rejects.toThrow('killed');
    const read = await database_.db.query('SELECT 1 FROM rebuild_positions WHERE next > first');
    expect(read.length).toBeGreaterThan(0);
    expect(await states()).toEqual(['1 serving', '2 building']);
    const later = sample(20);
    await where.publish(later.flatMap(eventsOf));
    await where.settled();
    await run();
    expect(said).toContain('going on with what was begun');
    expect(await figures()).toEqual(expectedByDay([...lives, ...later]));

    await expect(dieAfter(3)).rejects.toThrow('killed');
    await run({ restart: true });
    expect(await figures()).toEqual(expectedByDay([...lives, ...later]));
    expect(await states()).toEqual(['4 serving', '2 empty']);
  });

  it('keeps what the topics have forgotten: facts of old orders are taken over', async () => {
    const admin = bareKafka().admin();
    await admin.connect();
    for (const { name } of where.topics) {
      const ends = await admin.fetchTopicOffsets(name);
      const partitions = ends.map(({ partition, high }) => ({
        partition,
        offset: String(Math.floor(Number(high) / 2)),
      }));
      await admin.deleteTopicRecords({ topic: name, partitions: partitions.filter(({ offset }) => offset !== '0') });
    }
    await admin.disconnect();
    await run();
    expect(said.some((line) => /^\d+ orders taken over/.test(line))).toBe(true);
    expect(await figures()).toEqual(expectedByDay(lives));
  });

  /** A run that ends in the middle of its reading, after so many pieces. */
  async function dieAfter(pieces: number): Promise<void> {
    let left = pieces;
    const db = database(database_.config);
    const killed = new Error('killed');
    const dying: typeof db = {
      ...db,
      transaction: (work) =>
        db.transaction(async (tx) => {
          const result = await work(tx);
          if (left-- <= 0) throw killed;
          return result;
        }),
    };
    try {
      await rebuild({
        db: dying,
        kafka: bareKafka(),
        topics: where.topics,
        maxBytes: 2_000,
        say: (line) => said.push(line),
      });
    } finally {
      await db.stop?.();
    }
  }
});
