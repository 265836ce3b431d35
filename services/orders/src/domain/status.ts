export const statuses = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;

export type Status = (typeof statuses)[number];

const next: Record<Status, readonly Status[]> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};

export const canMove = (from: Status, to: Status): boolean => next[from].includes(to);

/** What a client may ask for. Confirming is not among it: that is the saga's answer to what payments said. */
const requested = ['shipped', 'delivered', 'cancelled'] as const;
export type Requested = (typeof requested)[number];

/** Where a client may move an order that is here. */
export const requestable = (from: Status): readonly Requested[] => requested.filter((to) => canMove(from, to));

/** Still on its way to being shipped, so that taking it away means cancelling it. */
export const isInFlight = (status: Status): boolean => canMove(status, 'cancelled');
