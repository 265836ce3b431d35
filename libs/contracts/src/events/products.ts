import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { identifier, minorUnits, text } from '../schema/fields';
import { limits } from '../schema/limits';
import { topics } from '../topics';

// The whole of a product in every event about it: who keeps a copy needs no earlier one.
const product = {
  productId: identifier(),
  version: Type.Integer({ minimum: 1, maximum: limits.version, description: 'Counts the changes of the product' }),
  name: text(limits.name),
  description: text(limits.description),
  category: identifier(),
  price: Type.Object(
    {
      amount: minorUnits(limits.unitPrice, 'In minor units of the currency'),
      currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
    },
    { description: 'Of one piece' },
  ),
};

export const ProductCreated = eventType(
  'ProductCreated',
  topics.products,
  1,
  Type.Object(product, { description: 'A product is for sale from now on' }),
);
export type ProductCreated = EventOf<typeof ProductCreated>;

export const ProductChanged = eventType(
  'ProductChanged',
  topics.products,
  1,
  Type.Object(product, { description: 'This is what the product is now' }),
);
export type ProductChanged = EventOf<typeof ProductChanged>;

export const ProductRetired = eventType(
  'ProductRetired',
  topics.products,
  1,
  Type.Object({ productId: product.productId, version: product.version }, { description: 'It is no longer for sale' }),
);
export type ProductRetired = EventOf<typeof ProductRetired>;

/** Goods came, went or were counted. What orders take is told by the events of the stock. */
export const StockAdjusted = eventType(
  'StockAdjusted',
  topics.products,
  1,
  Type.Object(
    {
      productId: product.productId,
      delta: Type.Integer({ minimum: -limits.stock, maximum: limits.stock }),
      onHand: Type.Integer({ minimum: 0, maximum: limits.stock, description: 'What is there now, reserved or not' }),
      reason: text(limits.explanation),
    },
    { description: 'Goods came, went or were counted' },
  ),
);
export type StockAdjusted = EventOf<typeof StockAdjusted>;
