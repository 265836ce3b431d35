import { Type } from '@sinclair/typebox';
import { Problem } from '@spillway/chassis';
import { type OperationRequest, operation } from '../access/operation';
import { described } from '../openapi/described';
import type { Targets } from '../targets';
import { askBecauseOf, passBack, pathOf } from '../targets/forward';
import { type OrderSeen, ownOrder } from './own-order';

const parts = ['payment', 'notifications', 'items'] as const;
type PartName = (typeof parts)[number];

/** Shorter than the time an order itself may take: what is only added must not hold up what was asked for. */
const timeout = 1_500;

const { summary, params, answers } = described('orders', 'get', '/orders/:id');

const Included = Type.Object(Object.fromEntries(parts.map((part) => [part, Type.Optional(Type.Unknown())])), {
  description: 'What was asked for with `include`; { unavailable } where it could not be had',
});

/** An order and, in parallel, what other services know of it. What cannot be had is marked; the order is there all the same. */
export const orderDetails = ({ orders, payments, notifications, products }: Targets) => {
  const sources: Record<PartName, (request: OperationRequest, order: OrderSeen) => Promise<unknown>> = {
    payment: (request, { orderId }) => part(request, payments, pathOf('/payments/:orderId', { orderId })),
    notifications: (request, { orderId }) => part(request, notifications, pathOf('/notifications', {}, { orderId })),
    items: (request, { items }) =>
      Promise.all(
        [...new Set(items.map(({ productId }) => productId))].map((id) =>
          part(request, products, pathOf('/products/:id', { id })),
        ),
      ),
  };

  async function part(request: OperationRequest, from: Targets[keyof Targets], path: string): Promise<unknown> {
    const { body } = await askBecauseOf(request, from, { method: 'GET', path, timeout });
    return body;
  }

  return operation({
    summary: `${summary}; \`include\` adds what other services know of it`,
    ...(params && { params }),
    query: Type.Object({
      include: Type.Optional(
        Type.String({
          pattern: `^(${parts.join('|')})(,(${parts.join('|')}))*$`,
          description: `Of ${parts.join(', ')}, with commas`,
        }),
      ),
    }),
    answers: {
      ...answers,
      200: Type.Intersect([Type.Unsafe(answers[200] as never), Type.Object({ included: Type.Optional(Included) })]),
    },
    async handle(request) {
      const { order, ...answer } = await ownOrder(request, orders);
      const wanted = parts.filter((name) => request.query.include?.split(',').includes(name));
      if (wanted.length === 0) return passBack(answer);
      const had = await Promise.all(
        wanted.map(async (name) => [name, await orUnavailable(sources[name](request, order))]),
      );
      return passBack({ ...answer, body: { ...order, included: Object.fromEntries(had) } });
    },
  });
};

async function orUnavailable(had: Promise<unknown>): Promise<unknown> {
  try {
    return await had;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { unavailable: { status: error.status, code: error.code } };
  }
}
