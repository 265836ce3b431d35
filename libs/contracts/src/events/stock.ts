import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { identifier, moment, oneOf, uuid } from '../schema/fields';
import { limits } from '../schema/limits';
import { topics } from '../topics';

// The subject of these events is the order's id, so that all that happens to one order stays in order.
// A product that stands in several items of the order stands here once, with the sum.
const Item = Type.Object({
  productId: identifier(),
  quantity: Type.Integer({ minimum: 1, maximum: limits.items * limits.quantity }),
});
const reservation = { orderId: uuid(), items: Type.Array(Item, { minItems: 1, maxItems: limits.items }) };

/** Everything the order needs is put aside for it. */
export const StockReserved = eventType(
  'StockReserved',
  topics.stock,
  1,
  Type.Object(
    { ...reservation, expiresAt: moment('Until then it is kept for the order') },
    { description: 'Everything the order needs is put aside for it' },
  ),
);
export type StockReserved = EventOf<typeof StockReserved>;

/** At least one product is not there as often as the order needs it; nothing was put aside. */
export const StockRejected = eventType(
  'StockRejected',
  topics.stock,
  1,
  Type.Object(
    {
      orderId: uuid(),
      reason: oneOf('out-of-stock'),
      items: Type.Array(
        Type.Object({
          productId: identifier(),
          requested: Item.properties.quantity,
          available: Type.Integer({ minimum: 0, maximum: limits.stock, description: '0 of a product nobody knows' }),
        }),
        { minItems: 1, maxItems: limits.items, description: 'Those of which too few are left' },
      ),
    },
    { description: 'Too few are left of at least one product; nothing was put aside' },
  ),
);
export type StockRejected = EventOf<typeof StockRejected>;

/** The order was confirmed: what was put aside for it has left the stock. */
export const StockCommitted = eventType(
  'StockCommitted',
  topics.stock,
  1,
  Type.Object(reservation, { description: 'What was put aside for the order has left the stock' }),
);
export type StockCommitted = EventOf<typeof StockCommitted>;

/** What was put aside for the order, or had left for it, is there for others again. */
export const StockReleased = eventType(
  'StockReleased',
  topics.stock,
  1,
  Type.Object(
    { ...reservation, reason: oneOf('cancelled', 'expired') },
    { description: 'What was put aside for the order is there for others again' },
  ),
);
export type StockReleased = EventOf<typeof StockReleased>;
