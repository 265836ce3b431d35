import type { TopicMessage } from './read-topic';
import type { World } from './world';

export interface Finding {
  what: string;
  count: number;
  /** Some of the orders or events it is about. */
  examples: string[];
}

export interface Verdict {
  findings: Finding[];
  /** Counted, not judged. */
  facts: Record<string, number>;
}

const notified = new Set(['OrderConfirmed', 'OrderCancelled', 'OrderShipped', 'PaymentDeclined']);

/** What a payment must have come to, by what the order has come to. */
const paymentFor: Record<string, readonly string[]> = {
  confirmed: ['captured'],
  shipped: ['captured'],
  delivered: ['captured'],
  cancelled: ['declined', 'voided', 'refunded', 'cancelled'],
};

/** What the goods of an order must have come to. */
const goodsFor: Record<string, readonly string[]> = {
  confirmed: ['committed'],
  shipped: ['committed'],
  delivered: ['committed'],
  cancelled: ['released'],
};

const countBy = <T>(items: readonly T[], key: (item: T) => string) =>
  items.reduce((counts, item) => counts.set(key(item), (counts.get(key(item)) ?? 0) + 1), new Map<string, number>());

/** True when the first appearances of one order's events stand in an order its life allows. */
function inOrder(types: readonly string[]): boolean {
  const rank: Record<string, number> = {
    OrderCreated: 0,
    OrderConfirmed: 1,
    OrderShipped: 2,
    OrderDelivered: 3,
    OrderCancelled: 4,
    OrderDeleted: 5,
  };
  const paymentRank: Record<string, number> = {
    PaymentAuthorized: 0,
    PaymentDeclined: 0,
    PaymentCaptured: 1,
    PaymentVoided: 2,
    PaymentRefunded: 2,
  };
  const stockRank: Record<string, number> = {
    StockReserved: 0,
    StockRejected: 0,
    StockCommitted: 1,
    StockReleased: 2,
  };
  const ranks = types.map((type) => rank[type] ?? paymentRank[type] ?? stockRank[type] ?? -1);
  return ranks.every((value, index) => value >= 0 && (index === 0 || value > (ranks[index - 1] ?? -1)));
}

function byOrder(events: readonly TopicMessage[]): Map<string, TopicMessage[]> {
  const orders = new Map<string, TopicMessage[]>();
  for (const event of events) {
    const list = orders.get(event.key);
    if (list) list.push(event);
    else orders.set(event.key, [event]);
  }
  return orders;
}

/**
 * Judges a system at rest by what was accepted. Every rule is about what a customer would notice: an order lost or
 * invented, a charge missing or doubled, a mail missing, a story told in the wrong order.
 */
export function judge(accepted: readonly string[], world: World): Verdict {
  const findings: Finding[] = [];
  const expectNone = (what: string, wrong: readonly string[]) => {
    if (wrong.length > 0) findings.push({ what, count: wrong.length, examples: wrong.slice(0, 5) });
  };
  const orders = new Map(world.orders.map((order) => [order.id, order.status]));
  const payments = countBy(world.payments, ({ order_id }) => order_id);
  const created = countBy(
    world.orderEvents.events.filter(({ type }) => type === 'OrderCreated'),
    ({ key }) => key,
  );
  const known = new Set(accepted);

  expectNone(
    'accepted twice under different keys',
    [...countBy(accepted, (id) => id)].filter(([, n]) => n > 1).map(([id]) => id),
  );
  expectNone(
    'accepted, but the order is gone',
    accepted.filter((id) => !orders.has(id)),
  );
  expectNone(
    'in the database, but never accepted',
    world.orders.filter(({ id }) => !known.has(id)).map(({ id }) => id),
  );
  expectNone(
    'accepted, but not exactly one OrderCreated',
    accepted.filter((id) => created.get(id) !== 1),
  );
  expectNone(
    'an event of an order never accepted',
    [...created.keys()].filter((id) => !known.has(id)),
  );
  expectNone(
    'the order has not come to an end',
    world.orders.filter(({ status }) => status === 'pending').map(({ id }) => id),
  );
  expectNone(
    'not exactly one payment',
    accepted.filter((id) => payments.get(id) !== 1),
  );
  expectNone(
    'a payment of an order never accepted',
    world.payments.filter(({ order_id }) => !known.has(order_id)).map(({ order_id }) => order_id),
  );
  expectNone(
    'the payment does not fit the order',
    world.payments
      .filter(({ order_id, status }) => !paymentFor[orders.get(order_id) ?? '']?.includes(status))
      .map(({ order_id, status }) => `${order_id} ${orders.get(order_id)}/${status}`),
  );

  judgeStock(accepted, orders, world, expectNone);

  for (const [topic, { events }] of [
    ['order-events', world.orderEvents],
    ['payment-events', world.paymentEvents],
    ['stock-events', world.stockEvents],
  ] as const) {
    const stories = [...byOrder(events)];
    expectNone(
      `${topic}: out of order, or an event doubled under another id`,
      stories
        .filter(([, story]) => !inOrder(story.map(({ type }) => type)))
        .map(([id, story]) => `${id} ${story.map(({ type }) => type).join(' ')}`),
    );
    expectNone(
      `${topic}: one order in two partitions`,
      stories.filter(([, story]) => new Set(story.map(({ partition }) => partition)).size > 1).map(([id]) => id),
    );
  }

  const toTell = [...world.orderEvents.events, ...world.paymentEvents.events].filter(({ type }) => notified.has(type));
  const expected = new Set(toTell.map(({ eventId }) => eventId));
  const told = countBy(
    world.notifications.filter(({ channel }) => channel === 'mail'),
    ({ event_id }) => event_id,
  );
  expectNone(
    'an event without exactly one recorded mail',
    toTell.filter(({ eventId }) => told.get(eventId) !== 1).map(({ eventId, type }) => `${type} ${eventId}`),
  );
  expectNone(
    'a recorded mail without its event',
    [...told.keys()].filter((id) => !expected.has(id)),
  );
  expectNone(
    'a mail was not sent',
    world.notifications
      .filter(({ status }) => status !== 'sent')
      .map(({ event_id, status }) => `${event_id} ${status}`),
  );
  expectNone(
    'messages in a dead-letter topic',
    world.deadLetters.filter(({ count }) => count > 0).map(({ topic, count }) => `${topic}: ${count}`),
  );

  const facts: Verdict['facts'] = {
    accepted: accepted.length,
    confirmed: world.orders.filter(({ status }) => status === 'confirmed').length,
    cancelled: world.orders.filter(({ status }) => status === 'cancelled').length,
    'events published again': world.orderEvents.repeats + world.paymentEvents.repeats + world.stockEvents.repeats,
  };
  if (world.mails) judgeMails(world.mails, toTell, expectNone, facts);
  return { findings, facts };
}

/** Nothing was sold twice, and nothing is put aside for an order that has ended. */
function judgeStock(
  accepted: readonly string[],
  orders: ReadonlyMap<string, string>,
  { stock, reservations }: World,
  expectNone: (what: string, wrong: readonly string[]) => void,
): void {
  const known = new Set(accepted);
  const goods = new Map(reservations.map(({ order_id, status }) => [order_id, status]));
  expectNone(
    'not exactly what came and did not leave is on hand',
    stock
      .filter(({ on_hand, adjusted, committed }) => BigInt(on_hand) + BigInt(committed) !== BigInt(adjusted))
      .map(({ product_id, on_hand, adjusted, committed }) => `${product_id} ${adjusted} - ${committed} = ${on_hand}?`),
  );
  expectNone(
    'still put aside although every order has ended',
    stock.filter(({ reserved }) => reserved !== '0').map(({ product_id, reserved }) => `${product_id} ${reserved}`),
  );
  expectNone(
    'the goods do not fit the order',
    accepted
      .filter((id) => !goodsFor[orders.get(id) ?? '']?.includes(goods.get(id) ?? ''))
      .map((id) => `${id} ${orders.get(id)}/${goods.get(id)}`),
  );
  expectNone(
    'goods of an order never accepted',
    [...goods.keys()].filter((id) => !known.has(id)),
  );
}

/** Every mail arrived at least once; a repeat carries the same Message-ID, so a mailbox can tell, and is counted. */
function judgeMails(
  mails: readonly { messageId: string }[],
  toTell: readonly TopicMessage[],
  expectNone: (what: string, wrong: readonly string[]) => void,
  facts: Verdict['facts'],
): void {
  const eventIdOf = (messageId: string) =>
    messageId.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/)?.[0] ?? messageId;
  const arrived = countBy(mails, ({ messageId }) => eventIdOf(messageId));
  const expected = new Set(toTell.map(({ eventId }) => eventId));
  expectNone(
    'a mail never arrived',
    [...expected].filter((id) => !arrived.has(id)),
  );
  expectNone(
    'a mail nobody should have got',
    [...arrived.keys()].filter((id) => !expected.has(id)),
  );
  facts['mails handed over'] = mails.length;
  facts['mails repeated under the same Message-ID'] = mails.length - arrived.size;
}
