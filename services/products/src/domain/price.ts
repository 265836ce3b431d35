import { decimalsOf, type FieldError, limits, type Money, toDecimal, toMinor } from '@spillway/contracts';

/** A request of the right form that still makes no sense, and where. */
export class Unacceptable extends Error {
  readonly code = 'UNACCEPTABLE';
  readonly errors: readonly FieldError[];

  constructor(pointer: string, detail: string) {
    super(detail);
    this.name = 'Unacceptable';
    this.errors = [{ pointer, detail }];
  }
}

/** The decimal of a request in minor units. @throws Unacceptable, naming the pointer */
export function priceOf(decimal: number, currency: string, pointer: string): Money {
  const decimals = decimalsOf(currency);
  if (decimals === undefined) throw new Unacceptable('/currency', `${currency} is not a currency of ISO 4217`);
  const amount = toMinor(decimal, decimals);
  if (amount === undefined) {
    throw new Unacceptable(pointer, `has more than the ${decimals} decimals of ${currency}: ${decimal}`);
  }
  if (amount > limits.unitPrice) {
    throw new Unacceptable(pointer, `is above the limit of ${toDecimal(limits.unitPrice, currency)} ${currency}`);
  }
  return { amount, currency };
}
