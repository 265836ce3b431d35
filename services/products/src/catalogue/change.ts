import { append, type Database, type Relay, type Tx } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import type { Product, ProductDetails } from '../domain/product';
import { documentOf, keepWords, searchable } from './document';
import { findProduct } from './read';

export interface Decision {
  /** As it shall be, with the next version. */
  readonly product: Product;
  readonly event: Event;
}

const update = `
  UPDATE products
     SET name = change.name, description = change.description, category = change.category,
         price = (change.price->>'amount')::bigint, currency = change.price->>'currency', version = change.version,
         document = ${documentOf},
         retired_at = CASE WHEN change.retired THEN coalesce(retired_at, clock_timestamp()) END,
         updated_at = clock_timestamp()
    FROM jsonb_to_record($1::jsonb) AS change (
      "productId" text, name text, description text, category text, price jsonb, version integer, retired boolean,
      f_name text, f_category text, f_description text)
   WHERE products.id = change."productId"`;

/**
 * Changes one product as `decide` says, who sees it locked; it may throw, or return nothing, to leave it as it was. The
 * answer is what the product is then; undefined when there is no such product.
 */
export async function changeProduct(
  { db, relay }: { readonly db: Database; readonly relay: Relay },
  productId: string,
  decide: (product: ProductDetails) => Decision | undefined,
): Promise<ProductDetails | undefined> {
  const { product, written } = await db.transaction(async (tx) => {
    await tx.query('SELECT FROM products WHERE id = $1 FOR UPDATE', [productId], 'lock-product');
    const before = await findProduct(tx, productId);
    const decision = before && decide(before);
    if (decision === undefined) return { product: before, written: false };
    await save(tx, decision.product);
    await append(tx, [decision.event]); // after the row's lock, or events of one product could leave in the wrong order
    return { product: await findProduct(tx, productId), written: true };
  });
  if (written) relay.wake();
  return product;
}

async function save(tx: Tx, product: Product): Promise<void> {
  await keepWords(tx, [product]);
  await tx.query(update, [JSON.stringify({ ...product, ...searchable(product) })], 'save-product');
}
