import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { txOf } from '../../../src/database/tx';
import { append } from '../../../src/events';
import { sampleEvent } from '../sample';

/** Changes an aggregate (its row is locked by that) and inserts the event of the change. */
export type Change = (client: ClientBase, aggregate: string) => Promise<void>;

const constants = `
  'sample-events' AS topic, $1::text AS subject, 'SampleHappened' AS type, '/samples' AS source,
  'urn:spillway:schema:SampleHappened:1' AS dataschema, now() AS time, 'correlation' AS correlationid`;
const columns = 'event_id, topic, subject, type, source, dataschema, time, correlationid, data';
const upsert = `
  INSERT INTO aggregates VALUES ($1, 1)
  ON CONFLICT (id) DO UPDATE SET version = aggregates.version + 1
  RETURNING version`;

const versionOf = async (client: ClientBase, aggregate: string): Promise<number> => {
  const { rows } = await client.query<{ version: number }>(upsert, [aggregate]);
  return rows[0]?.version ?? Number.NaN;
};

const thenAppend: Change = async (client, aggregate) => {
  const version = await versionOf(client, aggregate);
  await append(txOf(client), [sampleEvent(aggregate, { version })]);
};

const thenInsertValues: Change = async (client, aggregate) => {
  const version = await versionOf(client, aggregate);
  const values = [randomUUID(), 't', aggregate, 'SampleHappened', '/s', 'd', new Date(), 'c', { version }];
  await client.query(`INSERT INTO events (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, values);
};

/** One statement: the INSERT reads from the part that locks, so it runs after it. */
const inOneStatement: Change = async (client, aggregate) => {
  await client.query(
    `WITH changed AS (${upsert})
     INSERT INTO events (${columns})
     SELECT gen_random_uuid(), ${constants}, jsonb_build_object('version', version) FROM changed`,
    [aggregate],
  );
};

/** The row is only locked, not changed, before the event is inserted. */
const lockInsertUpdate: Change = async (client, aggregate) => {
  await client.query('INSERT INTO aggregates VALUES ($1, 0) ON CONFLICT DO NOTHING', [aggregate]);
  const { rows } = await client.query('SELECT version FROM aggregates WHERE id = $1 FOR UPDATE', [aggregate]);
  await append(txOf(client), [sampleEvent(aggregate, { version: Number(rows[0]?.version) + 1 })]);
  await client.query('UPDATE aggregates SET version = version + 1 WHERE id = $1', [aggregate]);
};

export const changeForms: readonly Change[] = [thenAppend, thenInsertValues, inOneStatement, lockInsertUpdate];
