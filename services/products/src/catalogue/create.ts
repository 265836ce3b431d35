import { append, type Database, type Relay } from '@spillway/chassis';
import type { NewProduct } from '../domain/product';
import { created, type Origin } from './events';
import { insertProducts } from './insert';

/** Puts a product up for sale; false when there is or was one of that id. */
export async function createProduct(
  { db, relay }: { readonly db: Database; readonly relay: Relay },
  product: NewProduct,
  origin: Origin,
): Promise<boolean> {
  const isNew = await db.transaction(async (tx) => {
    if (!(await insertProducts(tx, [product])).has(product.productId)) return false;
    await append(tx, [created(product, origin)]);
    return true;
  });
  if (isNew) relay.wake();
  return isNew;
}
