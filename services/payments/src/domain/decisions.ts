import type { Authorized, Captured, Payment } from './payment';

/*
 * What an event asks for, given what is known of the order's payment. Every status has its line, so that
 * a new one does not compile before it has been thought about.
 */

type OnCreated = { do: 'authorize' } | { do: 'let-go-of-stray-hold' } | { do: 'nothing' };

/** A cancelled order is never authorized; an earlier attempt whose record was lost may have left a hold behind. */
export function onCreated(payment: Payment | undefined): OnCreated {
  switch (payment?.status) {
    case undefined:
      return { do: 'authorize' };
    case 'cancelled':
      return { do: 'let-go-of-stray-hold' };
    case 'authorized':
    case 'declined':
    case 'captured':
    case 'voided':
    case 'refunded':
      return { do: 'nothing' };
  }
}

type OnConfirmed = { do: 'capture'; payment: Authorized } | { do: 'nothing' } | { do: 'refuse'; why: string };

/** What is already given back stays so: a confirmation that comes after the cancellation is a late one. */
export function onConfirmed(payment: Payment | undefined): OnConfirmed {
  switch (payment?.status) {
    case 'authorized':
      return { do: 'capture', payment };
    case 'captured':
    case 'voided':
    case 'refunded':
    case 'cancelled':
      return { do: 'nothing' };
    case undefined:
      return { do: 'refuse', why: 'the order was confirmed, but no payment for it is known' };
    case 'declined':
      return { do: 'refuse', why: 'the order was confirmed although its payment was declined' };
  }
}

type OnCancelled =
  | { do: 'void'; payment: Authorized }
  | { do: 'refund'; payment: Captured }
  | { do: 'remember' }
  | { do: 'nothing' };

/** With no payment yet, the cancellation has overtaken the order: it is remembered, so that nothing is held later. */
export function onCancelled(payment: Payment | undefined): OnCancelled {
  switch (payment?.status) {
    case 'authorized':
      return { do: 'void', payment };
    case 'captured':
      return { do: 'refund', payment };
    case undefined:
      return { do: 'remember' };
    case 'declined':
    case 'voided':
    case 'refunded':
    case 'cancelled':
      return { do: 'nothing' };
  }
}
