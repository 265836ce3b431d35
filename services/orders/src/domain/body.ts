import { type Static, Type } from '@sinclair/typebox';
import { cleanText, Identifier } from '@spillway/chassis';
import { limits } from '@spillway/contracts';

const common = {
  name: Type.Optional(cleanText(limits.name)),
  price: Type.Number({
    minimum: 0,
    maximum: limits.unitPrice, // what a currency without decimals may have; the others are held to it in minor units
    description: 'Of one piece, as a decimal number with no more decimals than the currency has',
    examples: [19.99],
  }),
  quantity: Type.Integer({ minimum: 1, maximum: limits.quantity }),
};

const list = { minItems: 1, maxItems: 100 };

/** The two accepted forms at once: `items` with `productId`, or `products` with `id`. */
export const OrderBody = Type.Object(
  {
    userId: Identifier,
    items: Type.Optional(Type.Array(Type.Object({ productId: Identifier, ...common }), list)),
    products: Type.Optional(Type.Array(Type.Object({ id: Identifier, ...common }), list)),
    totalAmount: Type.Optional(
      Type.Number({ minimum: 0, maximum: limits.amount, description: 'Where given, it must equal the sum exactly' }),
    ),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217', default: 'EUR' })),
  },
  {
    description: 'Either `items` or `products`, never both; unknown members are ignored',
    examples: [{ userId: 'u-1', items: [{ productId: 'p-1', price: 19.99, quantity: 2 }], totalAmount: 39.98 }],
  },
);
export type OrderBody = Static<typeof OrderBody>;
