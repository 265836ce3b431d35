import { Type } from '@sinclair/typebox';
import { identifier, minorUnits, text } from './fields';
import { limits } from './limits';

/** What is bought, and how much of it. */
export const ProductQuantity = {
  productId: identifier(),
  quantity: Type.Integer({ minimum: 1, maximum: limits.quantity }),
};

/** A line of an order. */
export const OrderItem = Type.Object({
  productId: ProductQuantity.productId,
  name: Type.Optional(text(limits.name)),
  unitPrice: minorUnits(limits.unitPrice, "In minor units of the total's currency"),
  quantity: ProductQuantity.quantity,
});

export const OrderItems = Type.Array(OrderItem, { minItems: 1, maxItems: limits.items });
