import { randomUUID } from 'node:crypto';
import { PrepareAgain } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import fc from 'fast-check';
import type { Payment } from '../../src/domain/payment';
import { expectSettled, live, orderLife, type Store } from '../support/order-life';
import { providerDouble } from '../support/provider-double';

/** The table and the inbox, in memory: an order has one payment, a change needs the version it was decided on. */
function memoryStore(): Store & { payments: Map<string, Payment> } {
  const payments = new Map<string, Payment>();
  const inbox = new Set<string>();
  return {
    payments,
    find: async (orderId) => payments.get(orderId),
    async apply(event: Event, prepared: unknown) {
      if (inbox.has(event.id)) return false;
      const payment = prepared as Payment | undefined;
      if (payment !== undefined) {
        const stored = payments.get(payment.orderId);
        if ((stored?.version ?? 0) !== payment.version - 1) throw new PrepareAgain('moved');
        payments.set(payment.orderId, payment);
      }
      inbox.add(event.id);
      return true;
    },
  };
}

it.each([
  ['card accepted', false, false],
  ['card declined', true, false],
  ['nothing to pay', true, true],
])(
  'leaves nothing charged that should not be, whatever befalls the events of an order (%s)',
  async (_, declined, free) => {
    await fc.assert(
      fc.asyncProperty(orderLife, async (steps) => {
        const double = providerDouble({ declines: () => declined });
        const store = memoryStore();
        const order = { orderId: randomUUID(), free };
        const { seen, deadLetters } = await live(steps, double, store, order);
        expectSettled(store.payments.get(order.orderId), double, { seen, deadLetters, ...order });
      }),
      { numRuns: 3_000 },
    );
  },
);
