import type { OrderCancelled, OrderConfirmed, OrderShipped, PaymentDeclined } from '@spillway/contracts';

/** The events a customer is told about. */
export type Notifiable = OrderConfirmed | OrderCancelled | OrderShipped | PaymentDeclined;
