import type { ProviderConfig } from './config';
import { measured } from './measured';
import type { PaymentProvider } from './port';
import { simulatedProvider } from './simulated';
import { stripeProvider } from './stripe';

export type { Authorization, PaymentProvider } from './port';
export { type ProviderFor, providerFor } from './provider-for';

export const paymentProvider = (config: ProviderConfig): PaymentProvider =>
  measured(config.provider === 'stripe' ? stripeProvider(config) : simulatedProvider(config));
