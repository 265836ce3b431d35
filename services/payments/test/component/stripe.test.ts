import { randomUUID } from 'node:crypto';
import { Permanent, Secret, Transient } from '@spillway/chassis';
import { stripeProvider } from '../../src/provider/stripe';
import { type StripeDouble, startStripeDouble } from '../support/stripe/stripe-double';

let stripe: StripeDouble;
beforeEach(async () => {
  stripe = await startStripeDouble();
});
afterEach(() => stripe.stop());

const amount = { amount: 1999, currency: 'EUR' };
const request = () => ({ orderId: randomUUID(), amount, key: randomUUID() });
const adapter = (settings: { apiKey?: string; paymentMethod?: string; timeoutMs?: number } = {}) =>
  stripeProvider({
    apiUrl: stripe.url,
    paymentMethod: settings.paymentMethod ?? 'pm_card_visa',
    timeoutMs: settings.timeoutMs ?? 5_000,
    maxConcurrent: 3,
    apiKey: new Secret(settings.apiKey ?? 'sk_test_double'),
  });

async function held(orderId: string = randomUUID()) {
  const answer = await adapter().authorize({ ...request(), orderId });
  if (!answer.approved) throw new Error('declined');
  return { reference: answer.reference, amount, key: randomUUID() };
}

const statusOf = (reference: string) => stripe.intents.get(reference)?.status;

describe('authorize', () => {
  it('holds the amount without taking it, and names the order', async () => {
    const order = request();
    expect(await adapter().authorize(order)).toEqual({ approved: true, reference: 'pi_1' });
    expect(statusOf('pi_1')).toBe('requires_capture');
    const [sent] = stripe.requests;
    expect(sent?.key).toBe(order.key);
    expect(Object.fromEntries(sent?.params ?? [])).toEqual({
      amount: '1999',
      currency: 'eur',
      capture_method: 'manual',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      'allowed_payment_method_types[0]': 'card',
      error_on_requires_action: 'true',
      'metadata[order_id]': order.orderId,
    });
  });

  it('holds once, however often it is asked with one key', async () => {
    const order = request();
    const answers = [await adapter().authorize(order), await adapter().authorize(order)];
    expect(answers[1]).toEqual(answers[0]);
    expect(stripe.intents.size).toBe(1);
  });

  it('holds once when the answer was lost on its way', async () => {
    const order = request();
    stripe.next({ do: 'break-off-after' });
    // The SDK repeats a call once when its connection was closed, whatever its settings; the key makes that harmless.
    expect(await adapter().authorize(order)).toEqual({ approved: true, reference: 'pi_1' });
    expect(stripe.requests.map(({ key }) => key)).toEqual([order.key, order.key]);
    expect(stripe.intents.size).toBe(1);
  });

  it('answers a refused card, and again when asked again', async () => {
    const order = request();
    const declining = adapter({ paymentMethod: 'pm_card_chargeDeclined' });
    const declined = { approved: false, reason: 'generic_decline' };
    expect(await declining.authorize(order)).toEqual(declined);
    expect(await declining.authorize(order)).toEqual(declined);
  });

  it('declines an amount that Stripe never takes: the order ends, no message is lost', async () => {
    const tooSmall = { amount: 1, currency: 'EUR' };
    const inexact = { amount: 1999, currency: 'KWD' };
    expect(await adapter().authorize({ ...request(), amount: tooSmall })).toEqual({
      approved: false,
      reason: 'amount_too_small',
    });
    expect(await adapter().authorize({ ...request(), amount: inexact })).toEqual({
      approved: false,
      reason: 'amount_not_supported',
    });
  });

  it('refuses one key for two different payments', async () => {
    const order = request();
    await adapter().authorize(order);
    const other = { ...order, amount: { amount: 5000, currency: 'EUR' } };
    await expect(adapter().authorize(other)).rejects.toThrow(Permanent);
  });
});

describe('what was settled already', () => {
  it('is fine to capture again, under any key', async () => {
    const hold = await held();
    await adapter().capture(hold);
    await adapter().capture(hold);
    await adapter().capture({ ...hold, key: randomUUID() });
    expect(statusOf(hold.reference)).toBe('succeeded');
  });

  it('is fine to void again, under any key', async () => {
    const hold = await held();
    expect(await adapter().void(hold)).toBe('voided');
    expect(await adapter().void(hold)).toBe('voided');
    expect(await adapter().void({ ...hold, key: randomUUID() })).toBe('voided');
    expect(statusOf(hold.reference)).toBe('canceled');
  });

  it('is fine to refund again, under any key', async () => {
    const hold = await held();
    await adapter().capture(hold);
    const refund = { ...hold, key: randomUUID() };
    await adapter().refund(refund);
    await adapter().refund(refund);
    await adapter().refund({ ...refund, key: randomUUID() });
    expect(stripe.intents.get(hold.reference)?.refunded).toBe(true);
  });

  it('tells of money that was taken when it should be voided', async () => {
    const hold = await held();
    await adapter().capture(hold);
    expect(await adapter().void({ ...hold, key: randomUUID() })).toBe('captured');
  });

  it('cannot be captured once the hold is gone', async () => {
    const hold = await held();
    await adapter().void(hold);
    await expect(adapter().capture({ ...hold, key: randomUUID() })).rejects.toMatchObject({
      code: 'PERMANENT',
      reason: 'authorization-gone',
    });
  });
});

it('finds the hold of an order whose record was lost', async () => {
  const orderId = randomUUID();
  expect(await adapter().strayHold(orderId)).toBeUndefined();
  const hold = await held(orderId);
  expect(await adapter().strayHold(orderId)).toBe(hold.reference);
  await adapter().void(hold);
  expect(await adapter().strayHold(orderId)).toBeUndefined();
});

describe('failures', () => {
  it.each([
    ['asks to slow down', { do: 'answer', status: 429 }],
    ['is broken', { do: 'answer', status: 500 }],
    ['is out of service', { do: 'answer', status: 503 }],
    ['works on the same key just now', { do: 'answer', status: 409, error: { code: 'idempotency_key_in_use' } }],
  ] as const)('waits when Stripe %s, and then goes on', async (_, fault) => {
    const order = request();
    stripe.next(fault);
    await expect(adapter().authorize(order)).rejects.toThrow(Transient);
    expect(await adapter().authorize(order)).toMatchObject({ approved: true });
    expect(stripe.requests).toHaveLength(2); // the SDK does not retry by itself
  });

  it('waits when Stripe breaks the connection off again and again', async () => {
    stripe.next({ do: 'break-off' }, { do: 'break-off' });
    await expect(adapter().authorize(request())).rejects.toThrow(Transient);
  });

  it('waits when no answer comes in time', async () => {
    stripe.next({ do: 'hang' });
    await expect(adapter({ timeoutMs: 100 }).authorize(request())).rejects.toThrow(Transient);
  });

  it('waits when nobody listens', async () => {
    await stripe.stop();
    await expect(adapter().authorize(request())).rejects.toThrow(Transient);
  });

  it('waits for a right key, and does not show the wrong one', async () => {
    const failure = await adapter({ apiKey: 'sk_test_wrong' })
      .authorize(request())
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Transient);
    expect(String(failure)).not.toContain('sk_test_wrong');
  });

  it('does not wait for ever on a failure that Stripe has stored under the key', async () => {
    const order = request();
    stripe.next({ do: 'answer', status: 500, stored: true });
    await expect(adapter().authorize(order)).rejects.toThrow(Transient);
    await expect(adapter().authorize(order)).rejects.toMatchObject({
      code: 'PERMANENT',
      reason: 'provider-outcome-unknown',
    });
  });

  it('gives up what can never be accepted', async () => {
    await expect(adapter().capture({ reference: 'pi_unknown', amount, key: randomUUID() })).rejects.toMatchObject({
      code: 'PERMANENT',
      reason: 'provider-refused',
    });
  });
});

it('keeps to its number of calls at once', async () => {
  const provider = adapter();
  await Promise.all(Array.from({ length: 20 }, () => provider.authorize(request())));
  expect(stripe.mostAtOnce()).toBeLessThanOrEqual(3);
  expect(stripe.intents.size).toBe(20);
});
