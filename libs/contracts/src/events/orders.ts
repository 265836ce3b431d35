import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { identifier, Money, moment, oneOf, text, uuid } from '../schema/fields';
import { limits } from '../schema/limits';
import { OrderItems } from '../schema/order-item';
import { topics } from '../topics';

const order = { orderId: uuid(), userId: identifier() };
const orderWithTotal = { ...order, total: Money };

/** An order was accepted and is durable; payments authorizes it, products puts its goods aside. */
export const OrderCreated = eventType(
  'OrderCreated',
  topics.orders,
  1,
  Type.Object(
    {
      ...order,
      items: OrderItems,
      total: Money,
      createdAt: moment(),
    },
    { description: 'An order was accepted and is durable' },
  ),
);
export type OrderCreated = EventOf<typeof OrderCreated>;

/** Every step of the saga succeeded; payments captures, products commits. */
export const OrderConfirmed = eventType(
  'OrderConfirmed',
  topics.orders,
  1,
  Type.Object({ ...orderWithTotal, paymentId: uuid() }, { description: 'Every step succeeded' }),
);
export type OrderConfirmed = EventOf<typeof OrderConfirmed>;

/** The order ended without delivery; whoever had done something for it compensates. */
export const OrderCancelled = eventType(
  'OrderCancelled',
  topics.orders,
  1,
  Type.Object(
    {
      ...orderWithTotal,
      reason: oneOf('payment-declined', 'out-of-stock', 'requested', 'deadline', 'deleted'),
      detail: Type.Optional(text(limits.explanation)),
    },
    { description: 'The order ended without delivery; what was done for it is undone' },
  ),
);
export type OrderCancelled = EventOf<typeof OrderCancelled>;

export const OrderShipped = eventType(
  'OrderShipped',
  topics.orders,
  1,
  Type.Object(orderWithTotal, { description: 'The goods are on their way' }),
);
export type OrderShipped = EventOf<typeof OrderShipped>;

export const OrderDelivered = eventType(
  'OrderDelivered',
  topics.orders,
  1,
  Type.Object(orderWithTotal, { description: 'The goods arrived' }),
);
export type OrderDelivered = EventOf<typeof OrderDelivered>;

export const OrderDeleted = eventType(
  'OrderDeleted',
  topics.orders,
  1,
  Type.Object(order, { description: 'The order is no longer shown to anybody' }),
);
export type OrderDeleted = EventOf<typeof OrderDeleted>;
