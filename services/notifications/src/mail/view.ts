import type { Notifiable } from '../events/notifiable';
import { formatAmount } from './amount';

/** Everything a template may name. */
export interface View {
  orderId: string;
  /** Short enough to read out: the random end of the id, as the start of a UUIDv7 is the time. */
  orderNumber: string;
  amount: string;
  because: { requested: boolean; paymentDeclined: boolean; outOfStock: boolean; deadline: boolean; deleted: boolean };
}

export function viewOf({ data }: Notifiable): View {
  const reason = 'reason' in data ? data.reason : undefined;
  return {
    orderId: data.orderId,
    orderNumber: data.orderId.slice(-8).toUpperCase(),
    amount: formatAmount('total' in data ? data.total : data.amount),
    because: {
      requested: reason === 'requested',
      paymentDeclined: reason === 'payment-declined',
      outOfStock: reason === 'out-of-stock',
      deadline: reason === 'deadline',
      deleted: reason === 'deleted',
    },
  };
}
