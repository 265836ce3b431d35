import type { Env } from '@spillway/chassis';
import type { SimulatedConfig } from './simulated';
import type { StripeConfig } from './stripe';

export type ProviderConfig =
  | ({ readonly provider: 'simulated' } & SimulatedConfig)
  | ({ readonly provider: 'stripe' } & StripeConfig);

/** Which provider, and its settings; those of the other are not asked for. */
export function providerConfig(from: Env, limits: { readonly processingTimeout: number }): ProviderConfig {
  const provider = from.oneOf('PAYMENT_PROVIDER', ['simulated', 'stripe'], { default: 'simulated' });
  return provider === 'simulated' ? { provider, ...simulated(from) } : { provider, ...stripe(from, limits) };
}

const simulated = (from: Env): SimulatedConfig => ({
  latencyMs: from.int('SIMULATED_LATENCY_MS', { default: 0, min: 0, max: 20_000 }),
  maxConcurrent: from.int('SIMULATED_MAX_CONCURRENT', { default: 1_000, min: 1, max: 1_000 }),
  declineRate: from.number('SIMULATED_DECLINE_RATE', { default: 0, min: 0, max: 1 }),
  failureRate: from.number('SIMULATED_FAILURE_RATE', { default: 0, min: 0, max: 1 }),
});

function stripe(from: Env, { processingTimeout }: { readonly processingTimeout: number }): StripeConfig {
  const config = {
    apiKey: from.secret('STRIPE_API_KEY'),
    apiUrl: from.url('STRIPE_API_URL', { default: 'https://api.stripe.com', protocols: ['http', 'https'] }),
    paymentMethod: from.string('STRIPE_PAYMENT_METHOD', { default: 'pm_card_visa' }),
    timeoutMs: from.int('STRIPE_TIMEOUT_MS', { default: 8_000, min: 100 }),
    maxConcurrent: from.int('STRIPE_MAX_CONCURRENT', { default: 25, min: 1, max: 1_000 }),
  };
  // An event may wait for its turn and make two calls; were it cut off before, a slow provider would look like a bug.
  if (3 * config.timeoutMs >= processingTimeout) {
    from.fail('STRIPE_TIMEOUT_MS', 'must be below a third of KAFKA_PROCESSING_TIMEOUT');
  }
  return config;
}
