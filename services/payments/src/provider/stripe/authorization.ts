import { Transient } from '@spillway/chassis';
import Stripe from 'stripe';
import type { Authorization } from '../port';

const { errors } = Stripe;

/** What the state of a PaymentIntent means for an order. */
export function authorizationOf({ id, status }: Stripe.PaymentIntent): Authorization {
  switch (status) {
    case 'requires_capture':
    case 'succeeded':
      return { approved: true, reference: id };
    case 'processing':
      throw new Transient('Stripe is still processing the authorization');
    default:
      // requires_payment_method, requires_action, canceled, …: nothing is held.
      return { approved: false, reason: status };
  }
}

/** A refused card, or an amount or currency that Stripe never takes; undefined for any other error. */
export function declineOf(error: unknown): Authorization | undefined {
  if (error instanceof errors.StripeCardError) {
    return { approved: false, reason: error.decline_code || error.code || 'card_declined' };
  }
  if (error instanceof errors.StripeInvalidRequestError && ['amount', 'currency'].includes(error.param ?? '')) {
    return { approved: false, reason: error.code ?? `${error.param}_not_supported` };
  }
  return undefined;
}
