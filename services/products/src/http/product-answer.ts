import { Type } from '@sinclair/typebox';
import { toDecimal } from '@spillway/contracts';
import type { ProductDetails } from '../domain/product';
import { Category, Currency, Description, Moment, Name, Price, ProductId, pieces } from './fields';

/** A product as HTTP shows it: its price as a decimal, and what is left of it. */
export const ProductAnswer = Type.Object({
  productId: ProductId,
  name: Name,
  description: Description,
  category: Category,
  price: Price,
  currency: Currency,
  available: pieces('On hand and not put aside for an order'),
  retired: Type.Boolean({ description: 'No longer for sale' }),
  version: Type.Integer({ description: 'Counts changes; in quotes it is the ETag' }),
  createdAt: Moment,
  updatedAt: Moment,
});

export const productAnswer = ({ price, onHand, reserved, createdAt, updatedAt, ...product }: ProductDetails) => ({
  productId: product.productId,
  name: product.name,
  description: product.description,
  category: product.category,
  price: toDecimal(price.amount, price.currency),
  currency: price.currency,
  available: onHand - reserved,
  retired: product.retired,
  version: product.version,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
