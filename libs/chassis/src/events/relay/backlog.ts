import type pg from 'pg';

/** What a relay still has before it. */
export interface Backlog {
  readonly pending: number;
  readonly oldestAge: number;
  readonly gaps: number;
  readonly oldestGapAge: number;
}

/** Counted row by row up to here; beyond, ids are subtracted. */
const countedExactly = 10_000;

const statement = `
  WITH cursor AS MATERIALIZED (SELECT position, gaps FROM relay_cursor WHERE relay = $1),
       gap AS MATERIALIZED (SELECT gap.* FROM cursor, jsonb_to_recordset(gaps) AS gap ("from" bigint, "to" bigint, since float8)),
       late AS MATERIALIZED (
         SELECT event.time FROM gap CROSS JOIN LATERAL (
           SELECT time FROM events WHERE id BETWEEN gap."from" AND gap."to" ORDER BY id LIMIT 1000) AS event)
  SELECT position,
         (SELECT count(*) FROM (SELECT FROM events WHERE id > position LIMIT ${countedExactly}) AS ahead)::int AS waiting,
         (SELECT count(*) FROM late)::int AS late,
         (SELECT max(id) FROM events) AS last,
         (SELECT extract(epoch FROM clock_timestamp() - least(
            (SELECT time FROM events WHERE id > position ORDER BY id LIMIT 1), (SELECT min(time) FROM late))))::float8 AS age,
         (SELECT count(*) FROM gap)::int AS gaps,
         (SELECT extract(epoch FROM clock_timestamp()) - min(since) FROM gap)::float8 AS gap_age
    FROM cursor`;

interface Row {
  readonly position: string;
  readonly waiting: number;
  readonly late: number;
  readonly last: string | null;
  readonly age: number | null;
  readonly gaps: number;
  readonly gap_age: number | null;
}

/** Costs a few index look-ups, however long the backlog is. */
export async function readBacklog(pool: Pick<pg.Pool, 'query'>, relay: string): Promise<Backlog | undefined> {
  const { rows } = await pool.query<Row>({ name: 'relay-backlog', text: statement, values: [relay] });
  const [row] = rows;
  if (!row) return undefined;
  const waiting = row.waiting < countedExactly ? row.waiting : Number(row.last) - Number(row.position);
  return {
    pending: waiting + row.late,
    oldestAge: Math.max(0, row.age ?? 0),
    gaps: row.gaps,
    oldestGapAge: Math.max(0, row.gap_age ?? 0),
  };
}
