import { Secret } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { paymentProvider } from '../../src/provider';
import { orderEvents } from '../support/order-events';
import { type PaymentsSystem, paymentsSystem } from '../support/service';
import { type StripeDouble, startStripeDouble } from '../support/stripe/stripe-double';

/** Each would fail or decline whatever it is asked. */
const providers = {
  simulated: () =>
    paymentProvider({ provider: 'simulated', latencyMs: 0, maxConcurrent: 100, declineRate: 1, failureRate: 1 }),
  stripe: () =>
    paymentProvider({
      provider: 'stripe',
      apiKey: new Secret('sk_test_double'),
      apiUrl: stripe.url,
      paymentMethod: 'pm_card_chargeDeclined',
      timeoutMs: 5_000,
      maxConcurrent: 10,
    }),
};

let stripe: StripeDouble;
let system: PaymentsSystem;

const nothing = { amount: 0, currency: 'EUR' };

/** What Stripe was asked about an order; those that other tests have left in the topic are no business of ours. */
const askedAbout = (orderId: string) =>
  stripe.requests
    .map(({ path, params }) => `${path}?${params}`)
    .filter((text) => text.includes(orderId) || text.includes('nothing-to-pay'));

describe.each(['simulated', 'stripe'] as const)('an order with nothing to pay, with the provider %s', (name) => {
  beforeAll(async () => {
    stripe = await startStripeDouble();
    system = await paymentsSystem();
    await system.start(providers[name]());
  });
  afterAll(async () => {
    await system?.stop();
    await stripe.stop();
  });

  it.each([
    ['captured when it is confirmed', ['confirmed'], 'captured', ['PaymentCaptured']],
    ['voided when it is cancelled', ['cancelled'], 'voided', ['PaymentVoided']],
    ['refunded after both', ['confirmed', 'cancelled'], 'refunded', ['PaymentCaptured', 'PaymentRefunded']],
  ] as const)('is authorized, and %s, without asking', async (_, then, status, told) => {
    const messages = await system.read();
    const order = orderEvents(undefined, nothing);
    const events = [order.created(), ...then.map((what) => order[what]())];
    await system.publish(...events);
    await system.processed(...events);

    expect(await system.statusOf(order.orderId)).toBe(status);
    expect(await system.toldOf(order.orderId)).toEqual(['PaymentAuthorized', ...told]);
    const own = await eventually(() => {
      const found = messages.filter(({ key }) => key === order.orderId);
      return found.length === told.length + 1 && found;
    });
    for (const { value } of own) expect(JSON.parse(value ?? '')).toMatchObject({ amount: nothing });
    expect(askedAbout(order.orderId)).toEqual([]);
  });

  it('looks for no hold when its cancellation came first', async () => {
    const order = orderEvents(undefined, nothing);
    const [cancelled, created] = [order.cancelled(), order.created()];
    await system.publish(cancelled, created);
    await system.processed(cancelled, created);
    expect(await system.statusOf(order.orderId)).toBe('cancelled');
    expect(await system.toldOf(order.orderId)).toEqual([]);
    expect(askedAbout(order.orderId)).toEqual([]);
  });
});
