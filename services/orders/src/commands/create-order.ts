import { answer, Problem } from '@spillway/chassis';
import { type CommandData, CreateOrder, decimalsOf, limits, sumOf } from '@spillway/contracts';
import type { NewOrder } from '../domain/order';
import type { Accept } from '../orders/accept';

/** `orders.create`: an order whose prices were agreed before, by somebody inside. A repeat under its key is the same order. */
export const createOrder = (accept: Accept) =>
  answer(CreateOrder, async (data, { key, correlationid, traceparent, tracestate }) => {
    const order = consistent(data);
    // Prices are not the client's: they may have changed when he asks again.
    const asked = order.items.map(({ productId, quantity }) => [productId, quantity]);
    const { orderId, total } = await accept(order, { key, asked, correlationid, traceparent, tracestate });
    return { success: true as const, orderId, total };
  });

/** In the canonical order of members, whatever the sender's was: the hash of a repeat must be the same. */
function consistent({ userId, items, total }: CommandData<typeof CreateOrder>): NewOrder {
  if (decimalsOf(total.currency) === undefined)
    throw wrong('/total/currency', `${total.currency} is not a currency of ISO 4217`);
  const sum = sumOf(items);
  if (sum !== total.amount || sum > limits.amount)
    throw wrong('/total/amount', `is ${total.amount}, the items come to ${sum}`);
  return { userId, items: items.map(item), total: { amount: total.amount, currency: total.currency } };
}

const item = ({ productId, name, unitPrice, quantity }: NewOrder['items'][number]) =>
  name === undefined ? { productId, unitPrice, quantity } : { productId, name, unitPrice, quantity };

const wrong = (pointer: string, detail: string) =>
  new Problem(422, 'INVALID_ORDER', 'The order cannot be accepted as it stands.', { errors: [{ pointer, detail }] });
