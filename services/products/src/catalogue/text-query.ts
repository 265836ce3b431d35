import type { Tx } from '@spillway/chassis';
import { wordsOf } from '../domain/words';

/** More words make a search slower, and no better. */
const mostWords = 8;
/** From here on a word may be the beginning of another: fewer letters begin half the catalogue. */
const prefixFrom = 3;

interface Understood {
  readonly word: string;
  readonly is_common: boolean;
  readonly nearest: readonly string[];
}

/**
 * What PostgreSQL is asked for what somebody typed: all of its words, each as it stands or as the beginning of another, or,
 * where no product has it, one of those that are nearest. "the" counts only where nothing else is said. Empty without words.
 */
export async function textQuery(db: Tx, text: string): Promise<string> {
  const words = wordsOf(text).slice(0, mostWords);
  if (words.length === 0) return '';
  const statement = 'SELECT word, is_common, nearest FROM understood($1)';
  const understood = await db.query<Understood>(statement, [words], 'understood');
  const telling = understood.filter(({ is_common }) => !is_common);
  return (telling.length > 0 ? telling : understood)
    .map(({ word, nearest }) => [word.length < prefixFrom ? word : `${word}:*`, ...nearest])
    .map((alternatives) => `(${alternatives.join(' | ')})`)
    .join(' & ');
}
