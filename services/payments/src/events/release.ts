import { type Handler, PrepareAgain } from '@spillway/chassis';
import type { OrderCancelled } from '@spillway/contracts';
import { cancelled } from '../domain/begin';
import { onCancelled } from '../domain/decisions';
import type { Cancelled, Refunded, Voided } from '../domain/payment';
import { refund, voidHold } from '../domain/transitions';
import { changePayments } from '../payments/change';
import { insertPayments } from '../payments/insert';
import { giveBack } from '../provider/give-back';
import type { Deps } from './deps';
import { eventOf } from './event-of';
import { inSpan } from './in-span';

type Released = Voided | Refunded | Cancelled | undefined;

/** OrderCancelled: gives back what is held or taken, or remembers that nothing may be held any more. */
export const release = ({ providerFor, find }: Deps): Handler<OrderCancelled, Released> => ({
  async prepare(event, { signal }) {
    const { orderId, total } = event.data;
    const provider = providerFor(total);
    const step = onCancelled(await find(orderId));
    switch (step.do) {
      case 'void': {
        const { payment } = step;
        const request = { reference: payment.providerReference, amount: payment.amount, key: event.id };
        const outcome = await inSpan('void payment', provider, event, () => giveBack(provider, request, signal));
        return outcome === 'voided' ? voidHold(payment) : refund(payment);
      }
      case 'refund': {
        const { payment } = step;
        const request = { reference: payment.providerReference, amount: payment.amount, key: event.id };
        await inSpan('refund payment', provider, event, () => provider.refund(request, signal));
        return refund(payment);
      }
      case 'remember': {
        // An authorization whose record failed (dead-lettered) may have left a hold behind.
        await inSpan('release stray hold', provider, event, async () => {
          const reference = await provider.strayHold(orderId, signal);
          if (reference !== undefined) await giveBack(provider, { reference, amount: total, key: event.id }, signal);
        });
        return cancelled(event.data);
      }
      case 'nothing':
        return undefined;
    }
  },

  async apply(prepared, tx) {
    const released = prepared.flatMap(([event, payment]) =>
      payment?.status === 'voided' || payment?.status === 'refunded' ? [{ event, payment }] : [],
    );
    const tombstones = prepared.flatMap(([, payment]) => (payment?.status === 'cancelled' ? [payment] : []));
    const inserted = await insertPayments(tx, tombstones);
    const late = tombstones.find(({ id }) => !inserted.has(id));
    if (late !== undefined) {
      // Prepared again, it finds the payment and gives it back.
      throw new PrepareAgain(`order ${late.orderId} was paid for while its cancellation was handled`);
    }
    await changePayments(
      tx,
      released.map(({ payment }) => payment),
    );
    return released.map(({ event, payment }) => eventOf(payment, event));
  },
});
