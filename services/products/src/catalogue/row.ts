import type { ProductDetails } from '../domain/product';

export interface ProductRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  /** bigint: the driver hands it over as text. */
  readonly price: string;
  readonly currency: string;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly retired_at: Date | null;
  readonly on_hand: string;
  readonly reserved: string;
}

/** Of products and their stock, joined. */
export const columns =
  'id, name, description, category, price, currency, version, created_at, updated_at, retired_at, on_hand, reserved';

export const productOf = (row: ProductRow): ProductDetails => ({
  productId: row.id,
  name: row.name,
  description: row.description,
  category: row.category,
  price: { amount: Number(row.price), currency: row.currency },
  version: row.version,
  retired: row.retired_at !== null,
  onHand: Number(row.on_hand),
  reserved: Number(row.reserved),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
