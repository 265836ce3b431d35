import type pg from 'pg';
import type { OutgoingMessage } from '../../kafka/producer/message';
import type { Cursor, Gap, Sight } from './cursor';
import { type EventRow, toMessage } from './message';
import { createStatement, loadStatement, readStatement, saveStatement } from './statements';

/** A page of the event table: what was seen, and the same as messages, in the order of their ids. */
export interface Page extends Sight {
  readonly messages: readonly OutgoingMessage[];
}

/** Where a relay reads events and keeps its place. */
export interface EventLog {
  load(): Promise<Cursor>;
  /** Looks, in one snapshot, for the ids in all gaps of the cursor and above its position: the `limit` lowest. */
  read(cursor: Cursor, limit: number): Promise<Page>;
  /** Records the cursor and stamps its new gaps. Throws CursorMoved if somebody else has written since it was loaded. */
  save(cursor: Cursor): Promise<Cursor>;
}

/** Another relay of this name has written its state: this one's is out of date. Nothing was written. */
export class CursorMoved extends Error {
  readonly code = 'RELAY_CURSOR_MOVED';

  constructor(relay: string) {
    super(`The cursor of relay ${relay} was written by another one.`);
    this.name = 'CursorMoved';
  }
}

type Row = EventRow & { readonly id: string | null; readonly xmin: string };

export function eventLog(pool: Pick<pg.Pool, 'query'>, relay: string): EventLog {
  return {
    async load() {
      await pool.query(createStatement, [relay]);
      const { rows } = await pool.query<{ position: string; version: string; gaps: Gap[] }>(loadStatement, [relay]);
      const [row] = rows;
      if (!row) throw new Error(`the row of relay ${relay} was deleted`);
      return { position: Number(row.position), version: Number(row.version), gaps: row.gaps };
    },

    async read({ position, gaps }, limit) {
      const values = [position, gaps.map(({ from }) => from), gaps.map(({ to }) => to), limit];
      const { rows } = await pool.query<Row>({ name: 'relay-read', text: readStatement, values });
      // The snapshot comes even where no row does, in a row without an id.
      const found = rows[0]?.id === null ? [] : rows;
      return {
        ids: found.map(({ id }) => Number(id)),
        messages: found.map(toMessage),
        full: found.length >= limit,
        xmin: Number(rows[0]?.xmin),
      };
    },

    async save(cursor) {
      const { position, version, gaps } = cursor;
      const known = gaps.filter(({ stamp }) => stamp !== undefined);
      const fresh = gaps.filter(({ stamp }) => stamp === undefined);
      const values = [relay, version, position, JSON.stringify(known), JSON.stringify(fresh)];
      const { rows } = await pool.query<{ stamp: string; since: string }>({
        name: 'relay-save',
        text: saveStatement,
        values,
      });
      const [row] = rows;
      if (!row) throw new CursorMoved(relay);
      const mark = { stamp: Number(row.stamp), since: Number(row.since) };
      return {
        position,
        version: version + 1,
        gaps: fresh.length === 0 ? gaps : gaps.map((gap) => (gap.stamp === undefined ? { ...gap, ...mark } : gap)),
      };
    },
  };
}
