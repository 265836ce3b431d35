import type { World } from '../../checker/world';

/** The world as if some orders had never been: a cluster may have served others before. */
export function without(orders: ReadonlySet<string>, world: World): World {
  const other = <T>(items: readonly T[], orderOf: (item: T) => string) =>
    items.filter((item) => !orders.has(orderOf(item)));
  const published = [...world.orderEvents.events, ...world.paymentEvents.events, ...world.stockEvents.events];
  const events = new Set(published.filter(({ key }) => orders.has(key)).map(({ eventId }) => eventId));
  const notifications = other(world.notifications, ({ order_id }) => order_id);
  for (const { event_id, order_id } of world.notifications) if (orders.has(order_id)) events.add(event_id);
  return {
    ...world,
    orders: other(world.orders, ({ id }) => id),
    payments: other(world.payments, ({ order_id }) => order_id),
    reservations: other(world.reservations, ({ order_id }) => order_id),
    notifications,
    orderEvents: { ...world.orderEvents, events: other(world.orderEvents.events, ({ key }) => key) },
    paymentEvents: { ...world.paymentEvents, events: other(world.paymentEvents.events, ({ key }) => key) },
    stockEvents: { ...world.stockEvents, events: other(world.stockEvents.events, ({ key }) => key) },
    // A Message-ID contains the id of the event the mail is about.
    mails: world.mails?.filter(
      ({ messageId }) => !events.has(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(messageId)?.[0] ?? ''),
    ),
  };
}
