/** What a customer is told about; each has a folder of that name under templates/. */
export const kinds = ['order-confirmed', 'order-cancelled', 'order-shipped', 'payment-declined'] as const;

export type Kind = (typeof kinds)[number];
