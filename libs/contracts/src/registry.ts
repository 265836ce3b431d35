import type { EventType } from './event-type';
import * as notifications from './events/notifications';
import * as orders from './events/orders';
import * as payments from './events/payments';
import * as products from './events/products';
import * as stock from './events/stock';
import * as users from './events/users';

/** Every type of event there is, by name. What is not in here passes `toEvent` unvalidated. */
export const registry: ReadonlyMap<string, EventType<string, unknown>> = new Map(
  [orders, payments, notifications, users, products, stock].flatMap((owner) =>
    // Sorted, because compilers differ in the order in which a module lists its exports.
    Object.values<EventType<string, unknown>>(owner)
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map((definition) => [definition.type, definition] as const),
  ),
);
