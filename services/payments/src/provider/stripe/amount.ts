import { decimalsOf } from '@spillway/contracts';
import type { Money } from '../../domain/payment';

/* Currencies that Stripe counts with other decimals than ISO 4217 (https://docs.stripe.com/currencies#special-cases). */
const stripeExponents: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Three-decimal currencies are sent with three, but the last must be 0. */
const coarsest = (exponent: number) => (exponent === 3 ? 10 : 1);

/** The amount as Stripe counts it; undefined for one it cannot take exactly, because nothing is ever rounded. */
export function stripeAmount({ amount, currency }: Money): { amount: number; currency: string } | undefined {
  const exponent = decimalsOf(currency) ?? 2;
  const stripes = stripeExponents[currency] ?? exponent;
  const converted = (amount * 10 ** stripes) / 10 ** exponent;
  if (stripes > 3 || !Number.isSafeInteger(converted) || converted % coarsest(stripes) !== 0) return undefined;
  return { amount: converted, currency: currency.toLowerCase() };
}
