import type { Tx } from '@spillway/chassis';
import type { NewProduct } from '../domain/product';
import { documentOf, keepWords, searchable } from './document';

// Each comes with its row of the stock, so that a product without one does not exist.
const statement = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (
      "productId" text, name text, description text, category text, price jsonb,
      f_name text, f_category text, f_description text)
  ), inserted AS (
    INSERT INTO products (id, name, description, category, price, currency, document)
    SELECT "productId", name, description, category, (price->>'amount')::bigint, price->>'currency', ${documentOf}
      FROM given ORDER BY "productId" COLLATE "C"
    ON CONFLICT DO NOTHING
    RETURNING id
  )
  INSERT INTO stock (product_id) SELECT id FROM inserted RETURNING product_id`;

/** Puts products up for sale, and returns the ids of those that were not there yet. */
export async function insertProducts(tx: Tx, products: readonly NewProduct[]): Promise<Set<string>> {
  await keepWords(tx, products);
  const rows = products.map((product) => ({ ...product, ...searchable(product) }));
  const inserted = await tx.query<{ product_id: string }>(statement, [JSON.stringify(rows)], 'insert-products');
  return new Set(inserted.map(({ product_id }) => product_id));
}
