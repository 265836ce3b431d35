import { type Handler, PrepareAgain } from '@spillway/chassis';
import type { OrderCreated } from '@spillway/contracts';
import { authorized, declined } from '../domain/begin';
import { onCreated } from '../domain/decisions';
import type { Authorized, Declined } from '../domain/payment';
import { insertPayments } from '../payments/insert';
import { giveBack } from '../provider/give-back';
import type { Deps } from './deps';
import { eventOf } from './event-of';
import { inSpan } from './in-span';

/** OrderCreated: holds the amount, unless the order has been cancelled or has its payment already. */
export const authorize = ({ providerFor, find }: Deps): Handler<OrderCreated, Authorized | Declined | undefined> => ({
  // Remote, outside any transaction. The event id is the idempotency key, so a repeat is harmless.
  async prepare(event, { signal }) {
    const { orderId, total } = event.data;
    const provider = providerFor(total);
    const step = onCreated(await find(orderId));
    if (step.do === 'authorize') {
      const request = { orderId, amount: total, key: event.id };
      const answer = await inSpan('authorize payment', provider, event, () => provider.authorize(request, signal));
      return answer.approved
        ? authorized(event.data, provider.name, answer.reference)
        : declined(event.data, provider.name, answer.reason);
    }
    if (step.do === 'let-go-of-stray-hold') {
      await inSpan('release stray hold', provider, event, async () => {
        const reference = await provider.strayHold(orderId, signal);
        if (reference === undefined) return;
        await giveBack(provider, { reference, amount: total, key: `${event.id}:stray` }, signal);
      });
    }
    return undefined;
  },

  // Durable, set-based, once.
  async apply(prepared, tx) {
    const begun = prepared.flatMap(([event, payment]) => (payment === undefined ? [] : [{ event, payment }]));
    const inserted = await insertPayments(
      tx,
      begun.map(({ payment }) => payment),
    );
    return begun.flatMap(({ event, payment }) => {
      if (inserted.has(payment.id)) return [eventOf(payment, event)];
      if (payment.status === 'declined') return [];
      // Prepared again, it finds what stands there now, and the hold is given back if the order was cancelled.
      throw new PrepareAgain(`order ${payment.orderId} got another payment while this one was being authorized`);
    });
  },
});
