import type { Secret } from '@spillway/chassis';
import Stripe from 'stripe';

export interface StripeConfig {
  readonly apiKey: Secret;
  readonly apiUrl: string;
  /** What every order is paid with, until customers bring payment methods of their own. */
  readonly paymentMethod: string;
  readonly timeoutMs: number;
  /** Calls at once; Stripe answers 429 to more than it allows an account. */
  readonly maxConcurrent: number;
}

/**
 * The SDK, without its own retries: the consumer retries, and shows in its lag that it does. (One repeat stays, on a
 * connection that was closed; the idempotency key makes it harmless.)
 */
export function stripeClient({ apiKey, apiUrl, timeoutMs }: StripeConfig): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  const insecure = protocol === 'http:';
  return new Stripe(apiKey.reveal(), {
    protocol: insecure ? 'http' : 'https',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port || (insecure ? 80 : 443),
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
    appInfo: { name: 'spillway-payments' },
  });
}
