import type { Tx } from '@spillway/chassis';
import type { ProductDetails } from '../domain/product';
import { columns, type ProductRow, productOf } from './row';

const select = `SELECT ${columns} FROM products JOIN stock ON product_id = id`;

/** One product, retired or not. */
export async function findProduct(db: Tx, productId: string): Promise<ProductDetails | undefined> {
  const [row] = await db.query<ProductRow>(`${select} WHERE id = $1`, [productId], 'find-product');
  return row && productOf(row);
}

/** Those of the products that exist, retired or not, by id. */
export async function findProducts(db: Tx, productIds: readonly string[]): Promise<Map<string, ProductDetails>> {
  const rows = await db.query<ProductRow>(`${select} WHERE id = ANY ($1)`, [productIds], 'find-products');
  return new Map(rows.map((row) => [row.id, productOf(row)]));
}
