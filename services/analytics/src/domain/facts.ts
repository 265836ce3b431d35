import type { Money } from '@spillway/contracts';

/** What can happen to an order once, in the order in which it does. */
export const steps = ['confirmed', 'shipped', 'delivered', 'cancelled', 'mailed'] as const;
export type Step = (typeof steps)[number];

export interface Line {
  readonly productId: string;
  /** In minor units of the total's currency. */
  readonly unitPrice: number;
  readonly quantity: number;
}

/**
 * What is known of one order. Nothing but this is kept of it, and no figure has another source.
 */
export interface Facts {
  readonly total?: Money;
  readonly lines?: readonly Line[];
  /** Milliseconds from the order's creation to each step. */
  readonly after: Readonly<Partial<Record<Step, number>>>;
  /** Why it was cancelled. */
  readonly reason?: string;
  readonly captured?: Money;
  readonly refunded?: Money;
}

export const nothing: Facts = { after: {} };

/**
 * Both together. Facts are only ever added, and of a step the earliest moment counts: so it does not matter in which order
 * events come, how often, from which topic, and what was merged before. Totals and reasons are said alike by all who say them.
 */
export function merge(one: Facts, other: Facts): Facts {
  const after: Partial<Record<Step, number>> = { ...one.after };
  for (const step of steps) {
    const [known, heard] = [after[step], other.after[step]];
    if (heard !== undefined && (known === undefined || heard < known)) after[step] = heard;
  }
  return { ...other, ...one, after };
}

/** Whether the second says nothing that the first does not. */
export function addsNothing(known: Facts, heard: Facts): boolean {
  const isNew = (field: 'total' | 'lines' | 'reason' | 'captured' | 'refunded') =>
    heard[field] !== undefined && known[field] === undefined;
  if (isNew('total') || isNew('lines') || isNew('reason') || isNew('captured') || isNew('refunded')) return false;
  return steps.every((step) => heard.after[step] === undefined || (known.after[step] ?? Infinity) <= heard.after[step]);
}
