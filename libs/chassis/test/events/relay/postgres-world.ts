import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type EventLog, eventLog } from '../../../src/events/relay/event-log';
import { toMessage } from '../../../src/events/relay/message';
import type { TestDatabase } from '../../../src/testing/database';
import { changeForms } from './changes';
import type { Fact } from './checker';
import type { Source, Transaction, World } from './world';

/** The real thing. Worlds of one database come one after the other: `empty` it between them. */
export function postgresWorld({ db, config }: TestDatabase, clients: ClientStock): World {
  let form = 0;
  return {
    source: postgresSource(db.pool, `relay-${randomUUID()}`),
    async begin(): Promise<Transaction> {
      const client = await clients.take(config.url);
      await client.query('BEGIN');
      const end = async (statement: string) => {
        await client.query(statement);
        clients.giveBack(client);
      };
      return {
        takeXid: async () => void (await client.query('SELECT pg_current_xact_id()')),
        async change(aggregate) {
          const change = changeForms[form++ % changeForms.length];
          await change?.(client, aggregate);
        },
        commit: () => end('COMMIT'),
        abort: () => end('ROLLBACK'),
      };
    },
    committed: () => committedFacts(db.pool),
  };
}

export async function committedFacts(pool: pg.Pool): Promise<Fact[]> {
  const { rows } = await pool.query<Fact>(
    "SELECT event_id AS id, subject, (data->>'version')::int AS version FROM events ORDER BY id",
  );
  return rows;
}

export const empty = ({ db }: TestDatabase) => db.query('TRUNCATE events, aggregates, relay_cursor RESTART IDENTITY');

export const createAggregates = ({ db }: TestDatabase) =>
  db.query('CREATE TABLE aggregates (id text PRIMARY KEY, version int NOT NULL)');

/** Connections for open transactions: as many as are open at once, used again and again. */
export type ClientStock = ReturnType<typeof clientStock>;
export function clientStock() {
  const free: pg.Client[] = [];
  const all: pg.Client[] = [];
  return {
    async take(url: string): Promise<pg.Client> {
      const client = free.pop() ?? new pg.Client({ connectionString: url });
      if (!all.includes(client)) {
        all.push(client);
        await client.connect();
      }
      return client;
    },
    giveBack: (client: pg.Client) => void free.push(client),
    end: () => Promise.all(all.map((client) => client.end())),
  };
}

/** The right log, and what the wrong designs want besides. */
export function postgresSource(pool: pg.Pool, relay: string): Source {
  const log: EventLog = eventLog(pool, relay);
  return {
    ...log,
    async xmax() {
      const { rows } = await pool.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax');
      return Number(rows[0]?.xmax);
    },
    async lowestId() {
      const { rows } = await pool.query('SELECT min(id) AS lowest FROM events');
      return rows[0]?.lowest === null ? undefined : Number(rows[0]?.lowest);
    },
    async finished({ txid, id }, limit) {
      const { rows } = await pool.query(
        `SELECT *, data::text AS data, txid::text AS txid_text, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin
           FROM events
          WHERE txid < pg_snapshot_xmin(pg_current_snapshot()) AND (txid, id) > ($1::xid8, $2::bigint)
          ORDER BY events.txid, id LIMIT $3`,
        [String(txid), id, limit],
      );
      const last = rows.at(-1);
      return {
        ids: rows.map((row) => Number(row.id)),
        messages: rows.map(toMessage),
        full: rows.length >= limit,
        xmin: 0,
        place: last ? { txid: Number(last.txid_text), id: Number(last.id) } : { txid, id },
      };
    },
  };
}
