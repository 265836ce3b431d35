import type { Money } from '@spillway/contracts';
import type { Facts } from './facts';
import { bucketOf } from './latency';

/** Kept by minute, hour and day. */
export const byMinute = [
  'placed',
  'confirmed',
  'shipped',
  'delivered',
  'cancelled',
  'sold',
  'captured',
  'refunded',
] as const;
/** Kept by day only: there are many products, and many buckets. */
export const byDay = ['product', 'until-confirmed', 'until-mailed'] as const;
export type Measure = (typeof byMinute)[number] | (typeof byDay)[number];

/** What one order adds to one figure. */
export interface Part {
  readonly measure: Measure;
  /** A reason, a product, a bucket of a histogram. */
  readonly key: string;
  readonly currency: string;
  readonly count: number;
  /** In minor units; bigint, for a sum of totals may be above what a number holds exactly. */
  readonly amount: bigint;
}

/**
 * All that one order adds to the figures: they are the sums of this over all orders, and nothing else. A new figure is a line here,
 * and a rebuild.
 */
export function partsOf({ total, lines, after, reason, captured, refunded }: Facts): readonly Part[] {
  const parts: Part[] = [];
  const money = (measure: Measure, { amount, currency }: Money, key = '') =>
    parts.push({ measure, key, currency, count: 1, amount: BigInt(amount) });

  // What was given back had been taken, and what has arrived had been sent, even where the event that says so is missing.
  const taken = captured ?? refunded;
  if (taken) money('captured', taken);
  if (refunded) money('refunded', refunded);
  const delivered = after.delivered !== undefined;
  const shipped = delivered || after.shipped !== undefined;
  const confirmed = shipped || after.confirmed !== undefined;
  const cancelled = after.cancelled !== undefined;

  if (total) {
    money('placed', total);
    if (confirmed) money('confirmed', total);
    if (shipped) money('shipped', total);
    if (delivered) money('delivered', total);
    if (cancelled) money('cancelled', total, reason);
    if (confirmed && !cancelled) money('sold', total);
  }
  if (total && lines && confirmed && !cancelled) {
    for (const { productId, unitPrice, quantity } of lines) {
      const amount = BigInt(unitPrice) * BigInt(quantity);
      parts.push({ measure: 'product', key: productId, currency: total.currency, count: quantity, amount });
    }
  }
  const duration = (measure: Measure, ms: number) =>
    parts.push({ measure, key: String(bucketOf(ms)), currency: '', count: 1, amount: 0n });
  if (after.confirmed !== undefined) duration('until-confirmed', after.confirmed);
  if (after.mailed !== undefined) duration('until-mailed', after.mailed);
  return parts;
}
