import { randomUUID } from 'node:crypto';
import { Permanent, Secret, Transient } from '@spillway/chassis';
import { stripeProvider } from '../../src/provider/stripe';
import { startStripeMock } from '../support/stripe/stripe-mock';

let mock: Awaited<ReturnType<typeof startStripeMock>>;
beforeAll(async () => {
  mock = await startStripeMock();
}, 300_000);
afterAll(() => mock?.stop());

const amount = { amount: 1999, currency: 'EUR' };
const settlement = () => ({ reference: 'pi_123', amount, key: randomUUID() });
const provider = (apiKey = 'sk_test_123') =>
  stripeProvider({
    apiKey: new Secret(apiKey),
    apiUrl: mock.url,
    paymentMethod: 'pm_card_visa',
    timeoutMs: 5_000,
    maxConcurrent: 5,
  });

// The mock answers every valid request with the same example of a PaymentIntent, whose status is requires_payment_method:
// what it shows is that Stripe's description of its API accepts what we send and that we read what it answers.
it('sends an authorization as Stripe describes it, and reads an intent without a hold as declined', async () => {
  expect(await provider().authorize({ orderId: randomUUID(), amount, key: randomUUID() })).toEqual({
    approved: false,
    reason: 'requires_payment_method',
  });
});

it('sends capture, void, refund and search as Stripe describes them', async () => {
  await provider().capture(settlement());
  expect(await provider().void(settlement())).toBe('voided');
  await provider().refund(settlement());
  expect(await provider().strayHold(randomUUID())).toBeUndefined();
});

it('gives up what Stripe’s description refuses', async () => {
  await expect(provider().capture({ ...settlement(), reference: '../events' })).rejects.toThrow(Permanent);
});

it('waits for a right key', async () => {
  await expect(provider('not-a-key').refund(settlement())).rejects.toThrow(Transient);
});
