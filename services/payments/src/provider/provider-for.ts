import type { Money } from '../domain/payment';
import type { PaymentProvider } from './port';

/** Stands where a provider would when there is nothing to pay: every call is fine, and none leaves this process. */
const nobody: PaymentProvider = {
  name: 'none',
  concurrency: Number.POSITIVE_INFINITY,
  authorize: async () => ({ approved: true, reference: 'nothing-to-pay' }),
  async capture() {},
  void: async () => 'voided',
  async refund() {},
  strayHold: async () => undefined,
};

export type ProviderFor = (amount: Money) => PaymentProvider;

/** Whom to ask about an amount: providers differ in what they make of 0 (Stripe refuses it), so none of them is asked. */
export const providerFor =
  (provider: PaymentProvider): ProviderFor =>
  ({ amount }) =>
    amount === 0 ? nobody : provider;
