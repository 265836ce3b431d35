import { type Handler, Permanent } from '@spillway/chassis';
import type { OrderConfirmed } from '@spillway/contracts';
import { onConfirmed } from '../domain/decisions';
import type { Captured } from '../domain/payment';
import { capture as captured } from '../domain/transitions';
import { changePayments } from '../payments/change';
import type { Deps } from './deps';
import { eventOf } from './event-of';
import { inSpan } from './in-span';

/** OrderConfirmed: takes what was held. */
export const capture = ({ providerFor, find }: Deps): Handler<OrderConfirmed, Captured | undefined> => ({
  async prepare(event, { signal }) {
    const step = onConfirmed(await find(event.data.orderId));
    if (step.do === 'refuse') throw new Permanent('nothing-to-capture', step.why);
    if (step.do === 'nothing') return undefined;
    const { payment } = step;
    const provider = providerFor(payment.amount);
    const request = { reference: payment.providerReference, amount: payment.amount, key: event.id };
    await inSpan('capture payment', provider, event, () => provider.capture(request, signal));
    return captured(payment);
  },

  async apply(prepared, tx) {
    const taken = prepared.flatMap(([event, payment]) => (payment === undefined ? [] : [{ event, payment }]));
    await changePayments(
      tx,
      taken.map(({ payment }) => payment),
    );
    return taken.map(({ event, payment }) => eventOf(payment, event));
  },
});
