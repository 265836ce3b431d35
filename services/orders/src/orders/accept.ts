import { hash } from 'node:crypto';
import { Problem } from '@spillway/chassis';
import { OrderCreated } from '@spillway/contracts';
import type { NewOrder } from '../domain/order';
import { createdAtOf, newOrderId } from '../domain/order-id';
import { keyReused, type Placed, type Placing } from './place';

/** Where an order comes from, and the client's own key for it. */
export interface Origin {
  readonly key?: string | undefined;
  /** What must be the same in every request under the key; the whole order unless said. */
  readonly asked?: unknown;
  readonly correlationid: string;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** Makes an order durable; under a repeated key it is the order of the first time. @throws Problem when the key was another order's */
export type Accept = (order: NewOrder, origin: Origin) => Promise<Placed>;

/** The one way to a new order, for HTTP and for commands. */
export const orderAccepting =
  (place: (placing: Placing) => Promise<Placed | typeof keyReused>): Accept =>
  async (order, { key, asked = asAWhole(order), correlationid, traceparent, tracestate }) => {
    const orderId = newOrderId();
    const event = OrderCreated.create({
      subject: orderId,
      data: { orderId, ...order, items: [...order.items], createdAt: createdAtOf(orderId).toISOString() },
      correlationid,
      traceparent,
      tracestate,
    });
    const placed = await place(
      key === undefined ? { event } : { event, idempotency: { key, hash: hash('sha256', JSON.stringify(asked)) } },
    );
    if (placed !== keyReused) return placed;
    throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for a different order.');
  };

/** The canonical order: the same order in the other form, or with its members in another order, is the same request. */
const asAWhole = ({ userId, items, total }: NewOrder) => ({ userId, items, total });
