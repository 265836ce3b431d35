import { join } from 'node:path';
import type { Tx } from '@spillway/chassis';
import { type TestDatabase, testDatabase } from '@spillway/chassis/testing';
import type { Event } from '@spillway/contracts';
import fc from 'fast-check';
import { isKnown } from '../../src/events/facts-of';
import { record } from '../../src/events/record-facts';
import { foldDeltas } from '../../src/projections/fold';
import { expectedByDay } from '../support/expected';
import { figuresBy } from '../support/figures';
import { eventsOf, life } from '../support/lives';

/** Events as they may arrive: in any order, some again, cut into batches, of which some are worked on at the same time. */
const delivery = fc
  .tuple(fc.array(life, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 9 }))
  .map(([lives, chance, batchSize]) => {
    const pick = (below: number) => Number(chance.next().value) % below;
    const events = lives.flatMap(eventsOf);
    const arriving = [...events, ...events.filter(() => pick(4) === 0)]
      .map((event) => ({ event, at: pick(1_000_000) }))
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event);
    const batches = Array.from({ length: Math.ceil(arriving.length / batchSize) }, (_, index) =>
      arriving.slice(index * batchSize, (index + 1) * batchSize),
    );
    return { lives, batches };
  });

describe('the projections', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase([join(__dirname, '../../migrations')]);
  });
  afterAll(() => test.drop());

  const empty = () => test.db.query('TRUNCATE order_facts, figure_deltas, figures');
  const apply = (events: readonly Event[], tx: Tx) =>
    record.apply(
      events.filter(isKnown).map((event) => [event, undefined] as const),
      tx,
    );

  it('are the same for any order, repetition and batching of the events, with batches at the same time and folds between them', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ lives, batches }) => {
        await empty();
        for (let from = 0; from < batches.length; from += 3) {
          const atOnce = batches.slice(from, from + 3);
          await Promise.all(atOnce.map((batch) => test.db.transaction((tx) => apply(batch, tx))));
          if (from % 2 === 0) await foldDeltas(test.db);
        }
        const expected = expectedByDay(lives);
        expect(await figuresBy(test.db, 'day')).toEqual(expected);
        await foldDeltas(test.db);
        expect(await figuresBy(test.db, 'day')).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('come to the same by minute, hour and day', async () => {
    const [lives = []] = fc.sample(fc.array(life, { minLength: 30, maxLength: 30 }), 1);
    await empty();
    await test.db.transaction((tx) => apply(lives.flatMap(eventsOf), tx));
    for (const folded of [false, true]) {
      if (folded) await foldDeltas(test.db);
      const sums = await Promise.all((['minute', 'hour', 'day'] as const).map((by) => figuresBy(test.db, by)));
      const placed = sums.map((figures) =>
        Object.entries(figures)
          .filter(([name]) => name.includes('|placed|'))
          .reduce((sum, [, { count }]) => sum + count, 0),
      );
      expect(placed).toEqual([30, 30, 30]);
    }
  });
});
