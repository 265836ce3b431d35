import { type Database, recordReader } from '@spillway/chassis';
import type { Topic } from '@spillway/contracts';
import { foldDeltas } from '../projections/fold';
import {
  abandonVersion,
  beginVersion,
  cleanEmptySlots,
  switchVersions,
  type Version,
  versions,
} from '../projections/versions';
import { copyOld } from './copy-old';
import { onlyOne } from './only-one';
import { forgetPlan, type Kafka, type Plan, planOf, savedPlan, savePlan } from './places';
import { progress } from './progress';
import { readTopics } from './read-topics';

export interface Rebuild {
  readonly db: Database;
  readonly kafka: Kafka;
  readonly topics: readonly Topic[];
  /** Gives up what an earlier run has begun, and begins anew. */
  readonly restart?: boolean;
  readonly say: (line: string) => void;
  /** Of one answer of a broker. */
  readonly maxBytes?: number;
}

/**
 * Fills the other slot from the topics and puts it in the place of the one that is served. Meanwhile the service goes on, and writes
 * every event into both. Facts are merged, so it does not matter that some come from both sides: the topics are read up to where they
 * ended after the service had begun to write both, and then nothing is missing.
 * @throws RebuildRunning; RecordsGone when retention overtakes it. Run again, it goes on where it was.
 */
export const rebuild = (options: Rebuild): Promise<void> => onlyOne(options.db, () => run(options));

async function run(options: Rebuild): Promise<void> {
  const { db, kafka, say, restart = false, maxBytes } = options;
  if (restart) await giveUp(db);
  const { building, plan } = await begin(options);
  say(`building version ${building.number} in slot ${building.slot}`);
  const copied = await copyOld(db, building.slot);
  if (copied > 0) say(`${copied} orders taken over: the topics no longer hold all of their events`);
  const reader = recordReader({ kafka, ...(maxBytes && { maxBytes }) });
  const { add, end } = progress(plan.places, say);
  try {
    await readTopics(plan.places, { db, reader, slot: building.slot, onPiece: add });
  } finally {
    end();
    await reader.close();
  }
  await foldDeltas(db);
  await db.transaction(async (tx) => {
    await switchVersions(tx);
    await forgetPlan(tx);
  });
  await cleanEmptySlots(db);
  say(`version ${building.number} is served`);
}

/** Begins, or goes on with what was begun. */
async function begin({ db, kafka, topics, say }: Rebuild): Promise<{ building: Version; plan: Plan }> {
  if ((await buildingOf(db)) === undefined) {
    await cleanEmptySlots(db);
    await db.transaction(beginVersion);
  } else say('going on with what was begun');
  const building = await buildingOf(db);
  if (building === undefined) throw new Error('the version that was begun is gone: somebody else has switched');
  const saved = await savedPlan(db);
  if (saved) return { building, plan: saved };
  const plan = await planOf(kafka, topics); // not before every event is written into both slots
  await db.transaction((tx) => savePlan(tx, plan));
  return { building, plan };
}

async function giveUp(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await abandonVersion(tx);
    await forgetPlan(tx);
  });
}

const buildingOf = async (db: Database): Promise<Version | undefined> =>
  (await versions(db)).find(({ state }) => state === 'building');
