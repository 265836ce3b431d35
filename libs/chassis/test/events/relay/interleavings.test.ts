import fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../../src/testing/database';
import { ours, wrongDesigns } from './designs';
import { interleavings } from './interleavings';
import { movesOf } from './moves';
import { play } from './play';
import { clientStock, createAggregates, empty, postgresWorld } from './postgres-world';

// One move after the other on a real PostgreSQL: what the model claims about it is true.
let test: TestDatabase;
const clients = clientStock();
beforeAll(async () => {
  test = await testDatabase();
  await createAggregates(test);
});
beforeEach(() => empty(test));
afterAll(async () => {
  await clients.end();
  await test.drop();
});

it('gives a transaction its id before it draws that of an event', async () => {
  const columns = await test.db.query<{ attname: string }>(
    "SELECT attname FROM pg_attribute WHERE attrelid = 'events'::regclass AND attname IN ('txid', 'id') ORDER BY attnum",
  );
  expect(columns.map(({ attname }) => attname)).toEqual(['txid', 'id']);
  const [sequence] = await test.db.query("SELECT cache_size FROM pg_sequences WHERE sequencename = 'events_id_seq'");
  expect(sequence).toEqual({ cache_size: '1' });
});

it.each(Object.entries(interleavings))('ours survives: %s', async (_, moves) => {
  expect(await play(postgresWorld(test, clients), ours, moves)).toEqual([]);
});

/** Transaction ids belong to the server: another database of it may complete one at the very moment. Then: again. */
const tries = 200;

it.each(Object.entries(wrongDesigns))('%s is caught by one of them', async (_, design) => {
  let caught = false;
  for (let attempt = 0; attempt < tries && !caught; attempt++) {
    for (const moves of Object.values(interleavings)) {
      await empty(test);
      caught ||= (await play(postgresWorld(test, clients), design, moves)).length > 0;
    }
  }
  expect(caught).toBe(true);
});

it('ours survives whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(movesOf({ crashes: true }), async (moves) => {
      await empty(test);
      expect(await play(postgresWorld(test, clients), ours, moves)).toEqual([]);
    }),
    { numRuns: Number(process.env.RELAY_REAL_RUNS ?? 150), endOnFailure: true },
  );
});
