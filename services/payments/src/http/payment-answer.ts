import { Type } from '@sinclair/typebox';
import { toDecimal } from '@spillway/contracts';
import { statuses } from '../domain/payment';
import type { DatedPayment } from '../payments/read';

/** A payment as HTTP shows it: amounts as decimals, nothing of the provider but its name. */
export const PaymentAnswer = Type.Object({
  paymentId: Type.String({ format: 'uuid' }),
  orderId: Type.String({ format: 'uuid' }),
  userId: Type.String(),
  amount: Type.Number({ description: 'Decimal, in the currency’s major unit' }),
  currency: Type.String({ description: 'ISO 4217' }),
  status: Type.Unsafe<(typeof statuses)[number]>({ type: 'string', enum: [...statuses] }),
  provider: Type.Optional(Type.String()),
  declineReason: Type.Optional(Type.String()),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
});

export function paymentAnswer({ payment, createdAt, updatedAt }: DatedPayment) {
  const { amount, currency } = payment.amount;
  return {
    paymentId: payment.id,
    orderId: payment.orderId,
    userId: payment.userId,
    amount: toDecimal(amount, currency),
    currency,
    status: payment.status,
    ...('provider' in payment && { provider: payment.provider }),
    ...('declineReason' in payment && { declineReason: payment.declineReason }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
