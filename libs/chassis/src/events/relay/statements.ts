/**
 * A relay begins before the first id, not at the lowest one it sees: the owner of a lower one may not have committed.
 * What retention has deleted is one gap, and dies with the second poll.
 */
export const createStatement = `
  INSERT INTO relay_cursor (relay, position) VALUES ($1, 0) ON CONFLICT DO NOTHING`;

export const loadStatement = 'SELECT position, version, gaps FROM relay_cursor WHERE relay = $1';

const columns = `
  id, event_id, topic, subject, type, source, dataschema, correlationid, causationid, traceparent, tracestate,
  to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time, data::text AS data`;

/**
 * One statement, so one snapshot for the rows and for xmin.
 * UNION ALL, not OR, and a LATERAL with its own ORDER BY: each half can only be read through the primary key, whatever
 * the planner believes (with OR a generic plan took 15.6 s for 10,000 gaps, so it takes 4 ms).
 * The LEFT JOIN gives xmin even where there are no rows: gaps must be able to die while nothing happens.
 */
export const readStatement = `
  SELECT snapshot.xmin, page.*
    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) AS snapshot
    LEFT JOIN (
      SELECT *
        FROM (
          SELECT late.*
            FROM unnest($2::bigint[], $3::bigint[]) AS gap (low, high)
           CROSS JOIN LATERAL (
             SELECT ${columns} FROM events WHERE id BETWEEN gap.low AND gap.high ORDER BY id LIMIT $4) AS late
          UNION ALL
          (SELECT ${columns} FROM events WHERE id > $1 ORDER BY id LIMIT $4)
        ) AS found
       ORDER BY id
       LIMIT $4
    ) AS page ON true
   ORDER BY page.id`;

/**
 * The stamp is the transaction id of this very UPDATE: drawn after the gap was seen, so above that of every transaction
 * that can own an id in it. Not the snapshot's xmax: that is the last COMPLETED transaction + 1, and the owner may be
 * above it.
 */
export const saveStatement = `
  UPDATE relay_cursor
     SET version = version + 1,
         position = $3,
         gaps = $4::jsonb || coalesce((
           SELECT jsonb_agg(gap || jsonb_build_object(
                    'stamp', pg_current_xact_id()::text::bigint,
                    'since', round(extract(epoch FROM clock_timestamp()))))
             FROM jsonb_array_elements($5::jsonb) AS gap), '[]')
   WHERE relay = $1 AND version = $2
  RETURNING pg_current_xact_id()::text AS stamp, round(extract(epoch FROM clock_timestamp()))::text AS since`;
