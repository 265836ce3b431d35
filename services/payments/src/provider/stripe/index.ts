import { Permanent } from '@spillway/chassis';
import Stripe from 'stripe';
import { atMost } from '../at-most';
import type { PaymentProvider } from '../port';
import { stripeAmount } from './amount';
import { authorizationOf, declineOf } from './authorization';
import { type StripeConfig, stripeClient } from './client';
import { failureOf, unexpectedState } from './failure';

export type { StripeConfig } from './client';

/**
 * Holds, takes and gives back money through Stripe PaymentIntents with manual capture. No card data passes through
 * here: a payment method is only ever named.
 */
export function stripeProvider(config: StripeConfig): PaymentProvider {
  const stripe = stripeClient(config);
  const inTurn = atMost(config.maxConcurrent);

  /** One call. `known` turns errors that are answers into them; the rest is thrown as what the consumer should do about it. */
  async function call<T>(
    name: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
    known: (error: unknown) => T | undefined = () => undefined,
  ): Promise<T> {
    try {
      return await inTurn(work, signal);
    } catch (error) {
      const answer = known(error);
      if (answer !== undefined) return answer;
      throw failureOf(name, error);
    }
  }

  return {
    name: 'stripe',
    concurrency: config.maxConcurrent,

    async authorize({ orderId, amount, key }, signal) {
      const money = stripeAmount(amount);
      if (money === undefined) return { approved: false, reason: 'amount_not_supported' };
      const params: Stripe.PaymentIntentCreateParams = {
        ...money,
        capture_method: 'manual',
        confirm: true,
        payment_method: config.paymentMethod,
        allowed_payment_method_types: ['card'],
        error_on_requires_action: true, // nobody is there to answer a challenge
        metadata: { order_id: orderId },
      };
      const create = async () => {
        const intent = await stripe.paymentIntents.create(params, { idempotencyKey: key });
        // A repeat of the key is answered with the first answer, so a state on its way must be read afresh.
        return authorizationOf(
          intent.status === 'processing' ? await stripe.paymentIntents.retrieve(intent.id) : intent,
        );
      };
      return call('authorize', signal, create, declineOf);
    },

    capture: ({ reference, key }, signal) =>
      call(
        'capture',
        signal,
        async () => {
          await stripe.paymentIntents.capture(reference, {}, { idempotencyKey: key });
          return 'captured' as const;
        },
        (error) => {
          const state = unexpectedState(error);
          if (state === 'succeeded') return 'captured';
          if (state === 'canceled')
            throw new Permanent('authorization-gone', 'the hold no longer exists', { cause: error });
          return undefined;
        },
      ).then(() => undefined),

    void: ({ reference, key }, signal) =>
      call(
        'void',
        signal,
        async () => {
          await stripe.paymentIntents.cancel(reference, {}, { idempotencyKey: key });
          return 'voided' as const;
        },
        (error) => {
          const state = unexpectedState(error);
          if (state === 'canceled') return 'voided';
          return state === 'succeeded' ? 'captured' : undefined;
        },
      ),

    refund: ({ reference, key }, signal) =>
      call(
        'refund',
        signal,
        async () => {
          await stripe.refunds.create({ payment_intent: reference }, { idempotencyKey: key });
          return 'refunded' as const;
        },
        (error) =>
          error instanceof Stripe.errors.StripeError && error.code === 'charge_already_refunded'
            ? 'refunded'
            : undefined,
      ).then(() => undefined),

    strayHold: (orderId, signal) =>
      call('search', signal, async () => {
        const query = `metadata['order_id']:'${orderId.replaceAll("'", "\\'")}'`;
        const { data } = await stripe.paymentIntents.search({ query });
        return data.find(({ status }) => status === 'requires_capture' || status === 'succeeded')?.id;
      }),
  };
}
