/** Integer minor units of an ISO 4217 currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

interface Facts {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly amount: Money;
  /** Counts the changes; a change names the version it was decided on. */
  readonly version: number;
}

/** What the provider holds, and what it calls it. */
interface Held extends Facts {
  readonly provider: string;
  readonly providerReference: string;
}

/** The amount is held on the customer's account, not yet taken. */
export interface Authorized extends Held {
  readonly status: 'authorized';
}

/** The amount is taken. */
export interface Captured extends Held {
  readonly status: 'captured';
}

/** The hold was given back before anything was taken. */
export interface Voided extends Held {
  readonly status: 'voided';
}

/** What was taken has been given back. */
export interface Refunded extends Held {
  readonly status: 'refunded';
}

/** The provider said no; nothing is held. */
export interface Declined extends Facts {
  readonly status: 'declined';
  readonly provider: string;
  readonly declineReason: string;
}

/** A tombstone: the order was cancelled before its payment was authorized, so it must never be. */
export interface Cancelled extends Facts {
  readonly status: 'cancelled';
}

export type Payment = Authorized | Captured | Voided | Refunded | Declined | Cancelled;
export type Status = Payment['status'];

export const statuses = [
  'authorized',
  'captured',
  'voided',
  'refunded',
  'declined',
  'cancelled',
] as const satisfies readonly Status[];
