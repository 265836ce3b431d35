import { Problem } from '@spillway/chassis';
import type { Position } from '../catalogue/page';
import type { Sort } from '../catalogue/search';

/** As JavaScript writes a real of PostgreSQL between 0 and 10, which one that is too small for a real is not. */
const isRank = (key: string) =>
  /^\d(\.\d{1,20})?(e-\d{1,2})?$/.test(key) && (key === '0' || Math.fround(Number(key)) > 0);

/** A moment of the calendar, which has no 30th of February and no year 0. */
function isMoment(key: string): boolean {
  const at = new Date(key);
  return !Number.isNaN(at.getTime()) && at.toISOString() === key && /^\d{4}-/.test(key) && key >= '0001';
}

/** What a key of each sort looks like: anything else would be an error of the database. */
const isKey: Record<Sort, (key: string) => boolean> = {
  relevance: isRank,
  newest: isMoment,
  price: (key) => /^\d{1,15}$/.test(key),
  '-price': (key) => /^\d{1,15}$/.test(key),
  name: (key) => !key.includes('\0'),
};

/** Where a page ends, in a form that invites nobody to build one. */
export const toCursor = (sort: Sort, { key, id }: Position): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

/** @throws a Problem with status 400 for anything that toCursor has not made for this sort */
export function fromCursor(sort: Sort, cursor: string): Position {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(parts) && parts.length === 3) {
    const [of, key, id] = parts as unknown[];
    const isText = typeof key === 'string' && typeof id === 'string' && !id.includes('\0');
    if (of === sort && isText && isKey[sort](key)) return { key, id };
  }
  throw new Problem(400, 'INVALID_CURSOR', 'cursor must be the nextCursor of an earlier answer with the same sort.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not ours: said so above
  }
}
