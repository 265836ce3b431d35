import { randomUUID } from 'node:crypto';
import { PaymentAuthorized, PaymentDeclined } from '@spillway/contracts';

const payment = (orderId: string) => ({
  paymentId: randomUUID(),
  orderId,
  userId: 'u-1',
  amount: { amount: 3998, currency: 'EUR' },
});

export const authorized = (orderId: string) =>
  PaymentAuthorized.create({
    subject: orderId,
    data: { ...payment(orderId), provider: 'simulated', providerReference: 'r-1' },
    correlationid: 'c-1',
  });

export const declined = (orderId: string, reason = 'insufficient funds') =>
  PaymentDeclined.create({ subject: orderId, data: { ...payment(orderId), reason }, correlationid: 'c-1' });
