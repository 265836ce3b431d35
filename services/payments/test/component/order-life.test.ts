import { randomUUID } from 'node:crypto';
import { append, claim, type Handler, type Tx } from '@spillway/chassis';
import { type TestDatabase, testDatabase } from '@spillway/chassis/testing';
import type { Event } from '@spillway/contracts';
import fc from 'fast-check';
import { authorize } from '../../src/events/authorize';
import { capture } from '../../src/events/capture';
import { release } from '../../src/events/release';
import { findPayment } from '../../src/payments/find';
import { providerFor } from '../../src/provider';
import { migrations } from '../support/migrations';
import { expectSettled, live, orderLife, type Store } from '../support/order-life';
import { type ProviderDouble, providerDouble } from '../support/provider-double';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase([migrations]);
});
afterAll(() => test?.drop());

/** The durable halves as the runtime runs them: inbox, effects and events in one transaction. */
function tableStore({ provider }: ProviderDouble): Store {
  const deps = { providerFor: providerFor(provider), find: findPayment(test.db) };
  const handlers: Record<string, { apply: Handler<Event, unknown>['apply'] }> = {
    OrderCreated: authorize(deps) as never,
    OrderConfirmed: capture(deps) as never,
    OrderCancelled: release(deps) as never,
  };
  return {
    find: findPayment(test.db),
    apply: (event, prepared) =>
      test.db.transaction(async (tx: Tx) => {
        if ((await claim(tx, 'payments', [event.id])).size === 0) return false;
        const caused = await handlers[event.type]?.apply([[event, prepared]], tx);
        await append(tx, caused ?? []);
        return true;
      }),
  };
}

const story: Record<string, readonly string[]> = {
  none: [],
  cancelled: [],
  declined: ['PaymentDeclined'],
  authorized: ['PaymentAuthorized'],
  captured: ['PaymentAuthorized', 'PaymentCaptured'],
  voided: ['PaymentAuthorized', 'PaymentVoided'],
  refunded: ['PaymentAuthorized', 'PaymentRefunded'],
};

it('leaves nothing charged that should not be, and tells its story once, on the real table', async () => {
  await fc.assert(
    fc.asyncProperty(orderLife, fc.boolean(), fc.boolean(), async (steps, declined, free) => {
      const double = providerDouble({ declines: () => declined });
      const store = tableStore(double);
      const order = { orderId: randomUUID(), free };
      const { orderId } = order;
      const { seen, deadLetters } = await live(steps, double, store, order);
      const payment = await store.find(orderId);
      expectSettled(payment, double, { seen, deadLetters, ...order });

      const events = await test.db.query<{ type: string }>('SELECT type FROM events WHERE subject = $1 ORDER BY id', [
        orderId,
      ]);
      const told = events.map(({ type }) => type);
      // Money that is taken and given back was captured before, unless the record of the capture was lost.
      const withCapture = payment?.status === 'refunded' && told.includes('PaymentCaptured');
      expect(withCapture ? told.filter((type) => type !== 'PaymentCaptured') : told).toEqual(
        story[payment?.status ?? 'none'],
      );
    }),
    { numRuns: 200 },
  );
}, 120_000);
