import {
  type Event,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentVoided,
} from '@spillway/contracts';
import type { Cancelled, Payment } from '../domain/payment';

/** The event that says what has become of a payment. A tombstone has none: nobody was promised anything. */
export function eventOf(payment: Exclude<Payment, Cancelled>, cause: Event): Event {
  const { id: paymentId, orderId, userId, amount } = payment;
  const subject = orderId; // the key: all events of one order stay in order
  const data = { paymentId, orderId, userId, amount };
  switch (payment.status) {
    case 'authorized': {
      const { provider, providerReference } = payment;
      return PaymentAuthorized.create({ subject, cause, data: { ...data, provider, providerReference } });
    }
    case 'declined':
      return PaymentDeclined.create({ subject, cause, data: { ...data, reason: payment.declineReason } });
    case 'captured':
      return PaymentCaptured.create({ subject, cause, data });
    case 'voided':
      return PaymentVoided.create({ subject, cause, data });
    case 'refunded':
      return PaymentRefunded.create({ subject, cause, data });
  }
}
