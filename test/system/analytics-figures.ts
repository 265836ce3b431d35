import type { System } from '@spillway/local';

const stats = async (system: System, path: string) => {
  const response = await fetch(`${system.url('analytics')}/stats/${path}`);
  if (response.status !== 200) throw new Error(`/stats/${path} answers ${response.status}`);
  return (await response.json()) as Record<string, never>;
};

interface Answers {
  total: object[];
  reasons: { reason: string; orders: number }[];
  currencies: { currency: string; products: object[] }[];
  mailed: { orders: number };
  buckets: { at: string; placed: number }[];
}

/** What analytics answers, without its ranges. */
export async function figures(system: System) {
  const [revenue, funnel, cancellations, products, latency, orders] = (await Promise.all([
    stats(system, 'revenue'),
    stats(system, 'funnel'),
    stats(system, 'cancellations'),
    stats(system, 'products?limit=100'),
    stats(system, 'latency'),
    stats(system, 'orders?by=minute'),
  ])) as unknown as [Answers, Record<string, unknown>, Answers, Answers, Answers, Answers];
  const { from: _from, to: _to, ...counts } = funnel;
  return {
    total: revenue.total,
    funnel: counts,
    reasons: cancellations.reasons.map(({ reason, orders: count }) => ({ reason, orders: count })),
    products: products.currencies.flatMap(({ currency, products: own }) => own.map((one) => ({ currency, ...one }))),
    mailed: latency.mailed.orders,
    minutes: orders.buckets.filter(({ placed }) => placed > 0).map(({ at, placed }) => ({ at, placed })),
  };
}
