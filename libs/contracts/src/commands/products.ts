import { Type } from '@sinclair/typebox';
import { commandType } from '../command-type';
import { responders } from '../requests';
import { Money } from '../schema/fields';
import { limits } from '../schema/limits';
import { OrderItems, ProductQuantity } from '../schema/order-item';

/** What products cost now. Changes nothing, and holds no stock. */
export const QuoteProducts = commandType('products.quote', responders.products.commands, {
  data: Type.Object({
    items: Type.Array(Type.Object(ProductQuantity), { minItems: 1, maxItems: limits.items }),
  }),
  reply: Type.Object({ items: OrderItems, total: Money }),
});
