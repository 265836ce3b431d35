import { Type } from '@sinclair/typebox';
import { commandType } from '../command-type';
import { responders } from '../requests';
import { identifier, Money, uuid } from '../schema/fields';
import { OrderItems } from '../schema/order-item';

/**
 * Places an order with prices that have been agreed. Under a repeated key it answers with the order of the first time, and with the
 * total that one has: prices may have changed since.
 */
export const CreateOrder = commandType('orders.create', responders.orders.commands, {
  data: Type.Object({ userId: identifier(), items: OrderItems, total: Money }),
  reply: Type.Object({ success: Type.Literal(true), orderId: uuid(), total: Money }),
});
