import { type Event, type EventType, ProductChanged, ProductCreated, ProductRetired } from '@spillway/contracts';
import type { NewProduct, Product } from '../domain/product';

/** The request an event is a consequence of. */
export type Origin = Pick<Parameters<EventType['create']>[0], 'correlationid' | 'traceparent' | 'tracestate'>;

const dataOf = ({ productId, name, description, category, price }: NewProduct, version: number) => ({
  productId,
  version,
  name,
  description,
  category,
  price,
});

export const created = (product: NewProduct, origin: Origin): Event =>
  ProductCreated.create({ subject: product.productId, data: dataOf(product, 1), ...origin });

export const changed = (product: Product, origin: Origin): Event =>
  ProductChanged.create({ subject: product.productId, data: dataOf(product, product.version), ...origin });

export const retired = ({ productId, version }: Product, origin: Origin): Event =>
  ProductRetired.create({ subject: productId, data: { productId, version }, ...origin });
