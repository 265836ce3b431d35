import { type TestDatabase, testDatabase } from '../../../src/testing/database';
import { ours, wrongDesigns } from './designs';
import { createAggregates } from './postgres-world';
import { type Outcome, type Storm, storm } from './stress';

/** Seconds for each of the storms that ours must survive; RELAY_STRESS_SECONDS=600 makes it a soak. */
const seconds = Number(process.env.RELAY_STRESS_SECONDS ?? 4);
const patience = (seconds * 3 + 240) * 1_000;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await createAggregates(test);
});
afterAll(() => test.drop());

const busy = { ms: seconds * 1_000, atLeast: 100, writers: 12, relays: 1, limits: [1, 3, 50, 1_000], crashes: true };
const storms: Record<string, Omit<Storm, 'design'>> = {
  'many writers, one relay that crashes': busy,
  'few writers, few polls: what hides under load': { ...busy, writers: 2, limits: [2, 1_000] },
  'two leaders at once': { ...busy, writers: 8, relays: 2 },
};

it.each(Object.entries(storms))(
  'ours loses and reorders nothing: %s',
  async (name, settings) => {
    const outcome = await storm(test, { ...settings, design: ours });
    report(name, outcome);
    expect(outcome.problems).toEqual([]);
    expect(outcome.committed).toBeGreaterThanOrEqual(100);
    expect(outcome.arrived).toBeGreaterThanOrEqual(outcome.committed);
  },
  patience,
);

// The others are told by their interleavings: in a storm they need luck.
const caughtInStorms = [
  'a cursor on the id',
  'windows of finished transactions',
  'gaps dropped at the first look',
  'stamped with xmin',
  'gaps dropped without regard to LIMIT',
];

it.each(caughtInStorms)(
  '%s is caught',
  async (name) => {
    const design = wrongDesigns[name];
    if (!design) throw new Error(`no such design: ${name}`);
    const problems: string[] = [];
    for (let attempt = 0; attempt < 80 && problems.length === 0; attempt++) {
      const outcome = await storm(test, {
        ...busy,
        writers: 5,
        ms: 500,
        atLeast: 20,
        limits: [1, 2],
        crashes: false,
        design,
      });
      problems.push(...outcome.problems);
    }
    expect(problems).not.toEqual([]);
  },
  patience,
);

function report(name: string, { problems, ...counts }: Outcome): void {
  if (process.env.RELAY_STRESS_SECONDS)
    process.stderr.write(`${name}: ${JSON.stringify(counts)}, ${problems.length} problems\n`);
}
