import { toDecimal } from '@spillway/contracts';
import type { System } from '@spillway/local';
import { query } from './query';

interface MoneyRow {
  currency: string;
  placed: string;
  cancelled: string;
  sold: string;
}

const sold = `status IN ('confirmed', 'shipped', 'delivered')`;

/** What the databases of those who know say, in the form in which analytics says it. */
export async function sources(system: System) {
  const [orders, payments, notifications] = (['orders', 'payments', 'notifications'] as const).map((name) =>
    system.postgres.url(name),
  );
  if (!orders || !payments || !notifications) throw new Error('there are three');
  const money = await query<MoneyRow>(
    orders,
    `SELECT currency, sum(total_amount) AS placed, coalesce(sum(total_amount) FILTER (WHERE status = 'cancelled'), 0) AS cancelled,
            coalesce(sum(total_amount) FILTER (WHERE ${sold}), 0) AS sold FROM orders GROUP BY currency ORDER BY currency`,
  );
  const paid = await query<{ currency: string; captured: string; refunded: string }>(
    payments,
    `SELECT currency, coalesce(sum(amount) FILTER (WHERE status IN ('captured', 'refunded')), 0) AS captured,
            coalesce(sum(amount) FILTER (WHERE status = 'refunded'), 0) AS refunded FROM payments GROUP BY currency`,
  );
  const total = money.map(({ currency, ...sums }) => {
    const decimal = (minor: string | undefined) => toDecimal(Number(minor ?? 0), currency);
    const moved = paid.find((row) => row.currency === currency);
    return {
      currency,
      placed: decimal(sums.placed),
      cancelled: decimal(sums.cancelled),
      sold: decimal(sums.sold),
      captured: decimal(moved?.captured),
      refunded: decimal(moved?.refunded),
    };
  });
  const [funnel] = await query<object>(
    orders,
    `SELECT count(*)::int AS created, count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
            (SELECT count(DISTINCT subject)::int FROM events WHERE type = 'OrderConfirmed') AS confirmed,
            (SELECT count(DISTINCT subject)::int FROM events WHERE type = 'OrderShipped') AS shipped,
            (SELECT count(DISTINCT subject)::int FROM events WHERE type = 'OrderDelivered') AS delivered FROM orders`,
  );
  const reasons = await query<{ reason: string; orders: number }>(
    orders,
    `SELECT data->>'reason' AS reason, count(*)::int AS orders FROM events WHERE type = 'OrderCancelled' GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const products = await query<{ currency: string; productId: string; quantity: number; revenue: string }>(
    orders,
    `SELECT currency, item->>'productId' AS "productId", sum((item->>'quantity')::int)::int AS quantity,
            sum((item->>'quantity')::bigint * (item->>'unitPrice')::bigint) AS revenue
       FROM orders, jsonb_array_elements(items) AS item WHERE ${sold} GROUP BY 1, 2 ORDER BY 1, 4 DESC, 2`,
  );
  const [mails] = await query<{ orders: number }>(
    notifications,
    `SELECT count(*)::int AS orders FROM notifications WHERE kind = 'order-confirmed' AND channel = 'mail' AND status = 'sent'`,
  );
  const minutes = await query<{ at: Date; placed: number }>(
    orders,
    `SELECT date_trunc('minute', created_at, 'UTC') AS at, count(*)::int AS placed FROM orders GROUP BY 1 ORDER BY 1`,
  );
  return {
    total,
    funnel,
    reasons,
    products: products.map(({ revenue, currency, ...rest }) => ({
      currency,
      ...rest,
      revenue: toDecimal(Number(revenue), currency),
    })),
    mailed: mails?.orders,
    minutes: minutes.map(({ at, placed }) => ({ at: at.toISOString(), placed })),
  };
}
