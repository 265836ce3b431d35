import { Permanent, Transient } from '@spillway/chassis';
import Stripe from 'stripe';

const { errors } = Stripe;

/** What the caller should do about an error of the SDK: wait (Transient), give up (Permanent), or neither is known. */
export function failureOf(call: string, error: unknown): unknown {
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError) {
    return new Transient(`Stripe does not take ${call} right now: ${error.message}`, { cause: error });
  }
  // A wrong key is our mistake, not the message's: it waits until the key is right.
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError) {
    return new Transient(`Stripe refuses the key (STRIPE_API_KEY) for ${call}`, { cause: error });
  }
  if (error instanceof errors.StripeAPIError) {
    // Stripe stores a 500 under the idempotency key and gives it again for a day: waiting would hold up the partition.
    return isReplayed500(error)
      ? new Permanent('provider-outcome-unknown', `Stripe failed at ${call} and stays so for this key`, {
          cause: error,
        })
      : new Transient(`Stripe failed at ${call}: ${error.message}`, { cause: error });
  }
  if (error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeIdempotencyError) {
    return new Permanent('provider-refused', `Stripe refuses ${call}: ${error.message}`, { cause: error });
  }
  return error;
}

function isReplayed500({ statusCode, headers }: Stripe.errors.StripeError): boolean {
  return statusCode === 500 && headers?.['idempotent-replayed'] === 'true';
}

const wrongState = new Set(['payment_intent_unexpected_state', 'intent_invalid_state']);

/** The state a PaymentIntent is in when it was asked for something its state does not allow; undefined for any other error. */
export function unexpectedState(error: unknown): Stripe.PaymentIntent.Status | undefined {
  if (!(error instanceof errors.StripeError) || !wrongState.has(error.code ?? '')) return undefined;
  return error.payment_intent?.status;
}
