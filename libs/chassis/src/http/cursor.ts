import { Problem } from './problem';

const bytes = 16;

/** The UUID of the last row of a page, in a form that invites nobody to build one. */
export const toCursor = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** @throws a Problem with status 400 for anything that toCursor cannot have made */
export function fromCursor(cursor: string): string {
  const decoded = Buffer.from(cursor, 'base64url');
  if (decoded.length !== bytes || decoded.toString('base64url') !== cursor) {
    throw new Problem(400, 'INVALID_CURSOR', 'cursor must be the nextCursor of an earlier answer.');
  }
  return decoded.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
