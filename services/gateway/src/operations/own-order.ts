import { Problem } from '@spillway/chassis';
import type { OperationRequest } from '../access/operation';
import { callerOf } from '../access/row';
import type { TargetAnswer } from '../targets/answer';
import { askBecauseOf, pathOf } from '../targets/forward';
import type { Target } from '../targets/target';

/** Members of an order that decisions here depend on. */
export interface OrderSeen {
  readonly orderId: string;
  readonly userId: string;
  readonly status: string;
  readonly items: readonly { readonly productId: string }[];
}

/**
 * The order a request is about, for whoever may see it: its customer, and admins.
 * @throws Problem 404 for everybody else, the same as for an order that does not exist
 */
export async function ownOrder(
  request: OperationRequest,
  orders: Target,
): Promise<TargetAnswer & { order: OrderSeen }> {
  const { id } = request.params as { id: string };
  const caller = callerOf(request);
  const answer = await askBecauseOf(request, orders, { method: 'GET', path: pathOf('/orders/:id', { id }) });
  const order = answer.body as OrderSeen;
  if (order.userId !== caller.userId && !caller.roles.includes('admin')) {
    throw new Problem(404, 'ORDER_NOT_FOUND', `There is no order ${id}.`);
  }
  return { ...answer, order };
}

/** A customer may cancel his order; where else it moves is up to admins. */
export const mayMove = (orders: Target) => async (request: OperationRequest) => {
  await ownOrder(request, orders);
  const { status } = request.body as { status: string };
  if (status !== 'cancelled' && !callerOf(request).roles.includes('admin')) {
    throw new Problem(403, 'forbidden', `Only somebody with the role admin may set an order to ${status}.`);
  }
};

/** Lets only those pass who may see the order. */
export const mustBeOwn = (orders: Target) => async (request: OperationRequest) =>
  void (await ownOrder(request, orders));
