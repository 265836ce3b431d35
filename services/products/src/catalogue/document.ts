import type { Tx } from '@spillway/chassis';
import type { NewProduct } from '../domain/product';
import { folded, wordsOf } from '../domain/words';

/** What a search looks into, as the statements of this folder name it. */
export const searchable = ({ name, category, description }: NewProduct) => ({
  f_name: folded(name),
  f_category: folded(category),
  f_description: folded(description),
});

/** Makes the document of a row that has the columns of `searchable`. Weight A tells the words of the name from the others. */
export const documentOf = `
  setweight(to_tsvector('catalogue', f_name), 'A') || to_tsvector('catalogue', f_category || ' ' || f_description)`;

/** In order, so that two transactions with the same new words wait for each other instead of deadlocking. */
const statement =
  'INSERT INTO words SELECT word FROM unnest($1::text[]) AS word ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING';

/** Remembers the words of products, so that those who mistype one can be led to it. */
export async function keepWords(tx: Tx, products: readonly NewProduct[]): Promise<void> {
  const words = wordsOf(products.flatMap(({ name, category, description }) => [name, category, description]).join(' '));
  await tx.query(statement, [words], 'keep-words');
}
