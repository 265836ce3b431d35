/**
 * How far a relay has come: every id up to `position` has been published or stands in a gap.
 * Ids and transaction ids are numbers: exact up to 2^53, which no sequence reaches.
 */
export interface Cursor {
  readonly position: number;
  /** Counts the writes of the state, so that of two relays only one can write. */
  readonly version: number;
  /** In ascending order, never overlapping, all below `position`. */
  readonly gaps: readonly Gap[];
}

/** Ids that were not there when a higher one was: their transaction still runs, or it was rolled back. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** A transaction id above that of every transaction that can own these ids; absent until the gap has been recorded. */
  readonly stamp?: number;
  /** When the gap was recorded, in seconds since 1970: for the metric only. */
  readonly since?: number;
}

/** What one statement, so one snapshot, saw of the ids in the gaps and above the position. */
export interface Sight {
  /** Ascending. */
  readonly ids: readonly number[];
  /** As many as were asked for, so there may be more behind the last one. */
  readonly full: boolean;
  /** Every transaction below has ended, and this snapshot sees what it committed. */
  readonly xmin: number;
}

/** The cursor after the ids in `sight` have been published. */
export function advance(cursor: Cursor, sight: Sight): Cursor {
  const last = sight.ids.at(-1) ?? 0;
  const firstNew = sight.ids.findIndex((id) => id > cursor.position);
  const late = firstNew < 0 ? sight.ids : sight.ids.slice(0, firstNew);
  const fresh = firstNew < 0 ? [] : sight.ids.slice(firstNew);
  // Behind the last row of a full page the LIMIT may have hidden rows that are there.
  const searchedTo = sight.full ? last : Number.POSITIVE_INFINITY;
  const gaps = without(late, cursor.gaps).flatMap((gap) => stillOpen(gap, sight.xmin, searchedTo));
  return { ...cursor, position: fresh.at(-1) ?? cursor.position, gaps: [...gaps, ...between(cursor.position, fresh)] };
}

/**
 * A gap is dead once every transaction that can own it has ended (stamp <= xmin) and this very sight looked for it:
 * its rows are visible now or never will be.
 */
function stillOpen(gap: Gap, xmin: number, searchedTo: number): Gap[] {
  if (gap.stamp === undefined || gap.stamp > xmin) return [gap];
  const from = Math.max(gap.from, searchedTo + 1);
  return from > gap.to ? [] : [{ ...gap, from }];
}

/** The gaps without the ids that have turned up: a gap may split. */
function without(late: readonly number[], gaps: readonly Gap[]): readonly Gap[] {
  if (late.length === 0) return gaps;
  const left: Gap[] = [];
  let next = 0;
  for (const gap of gaps) {
    let from = gap.from;
    for (let id = late[next]; id !== undefined && id <= gap.to; id = late[++next]) {
      if (id > from) left.push({ ...gap, from, to: id - 1 });
      from = id + 1;
    }
    if (from <= gap.to) left.push({ ...gap, from });
  }
  return left;
}

/** The ids that were skipped on the way up from `position`. */
function between(position: number, fresh: readonly number[]): Gap[] {
  const gaps: Gap[] = [];
  let expected = position + 1;
  for (const id of fresh) {
    if (id > expected) gaps.push({ from: expected, to: id - 1 });
    expected = id + 1;
  }
  return gaps;
}
