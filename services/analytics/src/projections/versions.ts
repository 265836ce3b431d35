import type { Tx } from '@spillway/chassis';

/** Projections are kept in one of two places; a rebuild fills the other one. */
export type Slot = 'a' | 'b';

/** Any number of our own; other services have other databases. */
const lock = 7_741_101;

/**
 * Which slots an event has to be written into: the one that is served, and while a rebuild is under way the one it fills.
 * Holds the shared lock to the end of the transaction, so that a change of versions waits for all who do not know of it yet.
 * Two statements, because the second must see what was committed while the first waited.
 */
export async function slotsToWrite(tx: Tx): Promise<readonly Slot[]> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [lock], 'versions-share');
  const rows = await tx.query<{ slot: Slot }>(
    `SELECT slot FROM versions WHERE state <> 'empty' ORDER BY slot`,
    [],
    'versions-written',
  );
  return rows.map(({ slot }) => slot);
}

/** Waits for every transaction that writes projections; those that come later see what this one commits. */
export const lockVersions = (tx: Tx) => tx.query('SELECT pg_advisory_xact_lock($1)', [lock]);

export interface Version {
  readonly slot: Slot;
  /** Counts the versions there have been. */
  readonly number: number;
  readonly state: 'empty' | 'building' | 'serving';
}

export const versions = (db: Tx): Promise<Version[]> =>
  db.query<Version>('SELECT slot, number, state FROM versions ORDER BY slot');

/** From the commit on every event is written into the empty slot, too. */
export async function beginVersion(tx: Tx): Promise<void> {
  await lockVersions(tx);
  await tx.query(
    `UPDATE versions SET state = 'building', number = (SELECT max(number) + 1 FROM versions), since = now() WHERE state = 'empty'`,
  );
}

/** From the commit on the slot that was filled is read, and the other one is neither read nor written. */
export async function switchVersions(tx: Tx): Promise<void> {
  await lockVersions(tx);
  await tx.query(`UPDATE versions SET state = 'empty', since = now() WHERE state = 'serving'`);
  await tx.query(`UPDATE versions SET state = 'serving', since = now() WHERE state = 'building'`);
}

/** Gives up what is being built. */
export async function abandonVersion(tx: Tx): Promise<void> {
  await lockVersions(tx);
  await tx.query(`UPDATE versions SET state = 'empty', since = now() WHERE state = 'building'`);
}

/**
 * Removes what is in the slots that are neither read nor written. Not in the transaction of a switch: a reader may still be there.
 * One table at a time: a reader's statement locks all slots of several tables, and whoever holds one lock while it waits for
 * another would meet it crosswise.
 */
export async function cleanEmptySlots(db: Tx): Promise<void> {
  for (const { slot } of (await versions(db)).filter(({ state }) => state === 'empty'))
    for (const table of ['order_facts', 'figure_deltas', 'figures']) await db.query(`TRUNCATE ${table}_${slot}`);
}
