import type { Money } from '../domain/payment';

/*
 * What the service needs of a payment provider. Every call may be repeated with the same key and then has its effect
 * once. Failures: Transient (chassis) when the provider cannot be reached, is broken or asks to slow down: the caller
 * waits; Permanent when the request itself can never be accepted. A refused card is an answer, not a failure.
 */

export type Authorization =
  | { readonly approved: true; readonly reference: string }
  | { readonly approved: false; readonly reason: string };

export interface AuthorizeRequest {
  readonly orderId: string;
  readonly amount: Money;
  readonly key: string;
}

export interface Settlement {
  /** The provider's name for what it holds. */
  readonly reference: string;
  readonly amount: Money;
  readonly key: string;
}

export interface PaymentProvider {
  readonly name: string;
  /** How many calls at once it is meant to get. */
  readonly concurrency: number;
  /** Holds the amount; nothing is taken yet. */
  authorize(request: AuthorizeRequest, signal?: AbortSignal): Promise<Authorization>;
  /** Takes what is held. Fine if it already has been taken. */
  capture(request: Settlement, signal?: AbortSignal): Promise<void>;
  /** Gives a hold back. Fine if it already has been; `captured` says that the money had been taken, so refund it. */
  void(request: Settlement, signal?: AbortSignal): Promise<'voided' | 'captured'>;
  /** Gives back what was taken. Fine if it already has been. */
  refund(request: Settlement, signal?: AbortSignal): Promise<void>;
  /** The hold (or charge) an attempt may have left of which we have no record. Slow; only asked when one is suspected. */
  strayHold(orderId: string, signal?: AbortSignal): Promise<string | undefined>;
}
