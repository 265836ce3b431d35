/** So many pieces of a product. */
export interface Item {
  readonly productId: string;
  readonly quantity: number;
}

export const statuses = ['reserved', 'rejected', 'expired', 'committed', 'released'] as const;
export type Status = (typeof statuses)[number];

export interface Reservation {
  readonly orderId: string;
  readonly status: Status;
  /** Each product once. None of an order that was cancelled before anything was known of it. */
  readonly items: readonly Item[];
}

/** Which status may follow which. The table refuses every other change (migrations/0002_stock.sql). */
export const next: Record<Status, readonly Status[]> = {
  reserved: ['committed', 'released', 'expired'],
  rejected: ['committed', 'released'],
  expired: ['committed', 'released'],
  committed: ['released'],
  released: [],
};

/** What an order needs, each product once: the same product may stand in several of its items. */
export function itemsOf(items: readonly Item[]): Item[] {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of items) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return [...sums].map(([productId, quantity]) => ({ productId, quantity }));
}
