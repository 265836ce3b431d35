import type { Authorized, Captured, Refunded, Voided } from './payment';

/** A payment after a change; `version` is one above that of the row the change was decided on. */
export type Changed = Captured | Voided | Refunded;

/** Which status may follow which. The table refuses every other change (migrations/0001_payments.sql). */
export const next = {
  authorized: ['captured', 'voided', 'refunded'],
  captured: ['refunded'],
  voided: [],
  refunded: [],
  declined: [],
  cancelled: [],
} as const;

export const capture = (payment: Authorized): Captured => ({
  ...payment,
  status: 'captured',
  version: payment.version + 1,
});

// `void` is a reserved word.
export const voidHold = (payment: Authorized): Voided => ({
  ...payment,
  status: 'voided',
  version: payment.version + 1,
});

/** From authorized, too: the provider may have taken the money although recording it failed. */
export const refund = (payment: Authorized | Captured): Refunded => ({
  ...payment,
  status: 'refunded',
  version: payment.version + 1,
});
