import type { Money } from '@spillway/contracts';

/** What is said of a product when it is put up for sale. */
export interface NewProduct {
  readonly productId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  /** Of one piece. */
  readonly price: Money;
}

/** A product as decisions see it. */
export interface Product extends NewProduct {
  /** Counts the changes. */
  readonly version: number;
  readonly retired: boolean;
}

/** A product as it is shown, with what is there of it. */
export interface ProductDetails extends Product {
  readonly onHand: number;
  readonly reserved: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
