import { Type } from '@sinclair/typebox';
import { toDecimal } from '@spillway/contracts';
import type { Item, OrderDetails } from '../domain/order';
import { type Status, statuses } from '../domain/status';

export const StatusWord = Type.Unsafe<Status>({ type: 'string', enum: [...statuses] });
export const Moment = Type.String({ format: 'date-time' });
export const Amount = Type.Number({ description: 'Decimal, in the currency’s major unit' });
export const Currency = Type.String({ description: 'ISO 4217' });
export const OrderId = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  description: 'A UUID',
});

export const OrderAnswer = Type.Object({
  orderId: OrderId,
  userId: Type.String(),
  status: StatusWord,
  items: Type.Array(
    Type.Object({
      productId: Type.String(),
      name: Type.Optional(Type.String()),
      price: Amount,
      quantity: Type.Integer(),
    }),
  ),
  totalAmount: Amount,
  currency: Currency,
  version: Type.Integer({ description: 'Counts changes; in quotes it is the ETag' }),
  createdAt: Moment,
  updatedAt: Moment,
});

export function orderAnswer({ id, total, items, createdAt, updatedAt, ...order }: OrderDetails) {
  const { amount, currency } = total;
  return {
    orderId: id,
    userId: order.userId,
    status: order.status,
    items: items.map((item) => itemAnswer(item, currency)),
    totalAmount: toDecimal(amount, currency),
    currency,
    version: order.version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

const itemAnswer = ({ productId, name, unitPrice, quantity }: Item, currency: string) => ({
  productId,
  ...(name !== undefined && { name }),
  price: toDecimal(unitPrice, currency),
  quantity,
});
