import { newId } from '@spillway/contracts';
import type { Authorized, Cancelled, Declined, Money } from './payment';

/** What an event says about the order that is paid for. */
export interface Order {
  readonly orderId: string;
  readonly userId: string;
  readonly total: Money;
}

const facts = ({ orderId, userId, total }: Order) => ({
  id: newId(),
  orderId,
  userId,
  amount: { amount: total.amount, currency: total.currency },
  version: 1,
});

/** The three ways a payment can begin; the table accepts no fourth. */
export const authorized = (order: Order, provider: string, providerReference: string): Authorized => ({
  ...facts(order),
  status: 'authorized',
  provider,
  providerReference,
});

export const declined = (order: Order, provider: string, declineReason: string): Declined => ({
  ...facts(order),
  status: 'declined',
  provider,
  declineReason,
});

export const cancelled = (order: Order): Cancelled => ({ ...facts(order), status: 'cancelled' });
