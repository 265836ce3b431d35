import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { identifier, Money, text, uuid } from '../schema/fields';
import { limits } from '../schema/limits';
import { topics } from '../topics';

// The subject of a payment's events is the order's id, so that all that happens to one order stays in order.
const payment = { paymentId: uuid(), orderId: uuid(), userId: identifier(), amount: Money };

/** The provider holds the money for the order. */
export const PaymentAuthorized = eventType(
  'PaymentAuthorized',
  topics.payments,
  1,
  Type.Object(
    { ...payment, provider: identifier(), providerReference: identifier("The provider's own id of the payment") },
    { description: 'The provider holds the money for the order' },
  ),
);
export type PaymentAuthorized = EventOf<typeof PaymentAuthorized>;

/** The provider refused; nothing is held. */
export const PaymentDeclined = eventType(
  'PaymentDeclined',
  topics.payments,
  1,
  Type.Object({ ...payment, reason: text(limits.explanation) }, { description: 'The provider refused' }),
);
export type PaymentDeclined = EventOf<typeof PaymentDeclined>;

export const PaymentCaptured = eventType(
  'PaymentCaptured',
  topics.payments,
  1,
  Type.Object(payment, { description: 'The money held was taken' }),
);
export type PaymentCaptured = EventOf<typeof PaymentCaptured>;

export const PaymentVoided = eventType(
  'PaymentVoided',
  topics.payments,
  1,
  Type.Object(payment, { description: 'The money held was released' }),
);
export type PaymentVoided = EventOf<typeof PaymentVoided>;

export const PaymentRefunded = eventType(
  'PaymentRefunded',
  topics.payments,
  1,
  Type.Object(payment, { description: 'The money taken was given back' }),
);
export type PaymentRefunded = EventOf<typeof PaymentRefunded>;
