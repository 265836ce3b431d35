import { type Static, type TString, Type } from '@sinclair/typebox';
import { limits } from './limits';

/**
 * Text that PostgreSQL can hold: no NUL and no half of a surrogate pair, both of which JSON allows
 * and text and jsonb columns refuse.
 */
export const storable = '^[^\\u0000\\p{Surrogate}]*$';

/** Text of at most this many characters; may be empty. */
export const text = (maxLength: number, description?: string): TString =>
  Type.String({ maxLength, pattern: storable, ...(description && { description }) });

/** A free identifier (of a user, a product): 1 to 255 characters. */
export const identifier = (description?: string): TString =>
  Type.String({ minLength: 1, maxLength: limits.identifier, pattern: storable, ...(description && { description }) });

/** A UUID in lower case. PostgreSQL gives uuids back in lower case, so any other form would not equal itself. */
export const uuid = (description?: string): TString =>
  Type.String({ pattern: uuidPattern, ...(description && { description }) });

export const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** A moment, RFC 3339. */
export const moment = (description?: string): TString =>
  Type.String({ format: 'date-time', ...(description && { description }) });

/**
 * One of these words for whoever writes; any word on the wire. A later version may know more words, and readers of
 * today must survive them: treat a word you do not know as you would treat the least special of those you know.
 */
export const oneOf = <const W extends readonly string[]>(...words: W) =>
  Type.Unsafe<W[number]>({
    type: 'string',
    pattern: '^[a-z][a-z0-9-]{0,99}$',
    description: `Now one of ${words.join(', ')}; more may come`,
  });

export const minorUnits = (maximum: number, description: string) => Type.Integer({ minimum: 0, maximum, description });

/** Integer minor units (cents) plus currency: never a fraction, never a rounding error. */
export const Money = Type.Object(
  {
    amount: minorUnits(limits.amount, 'In minor units of the currency'),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
  },
  { description: 'Integer minor units and their currency' },
);
export type Money = Static<typeof Money>;
