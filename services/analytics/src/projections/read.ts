import type { Tx } from '@spillway/chassis';
import type { Measure } from '../domain/figures';

export type Width = 'minute' | 'hour' | 'day';

export interface Range {
  /** The beginning of the first bucket. */
  readonly from: Date;
  /** The beginning of the first bucket that is not asked for. */
  readonly to: Date;
  readonly by: Width;
}

export interface Figure {
  readonly bucket: Date;
  readonly measure: Measure;
  readonly key: string;
  readonly currency: string;
  readonly count: number;
  /** In minor units, as text: a sum may be above what a number holds exactly. */
  readonly amount: string;
}

// Figures and the deltas that are not folded in yet, in one statement: one snapshot, so nothing counts twice or not at all, and no
// switch of versions comes between.
const parts = `
  served AS MATERIALIZED (SELECT slot FROM versions WHERE state = 'serving'),
  parts AS (
    SELECT bucket, measure, key, currency, count, amount FROM figures
     WHERE slot = (SELECT slot FROM served) AND width = $1 AND measure = ANY ($2::text[]) AND bucket >= $3 AND bucket < $4
    UNION ALL
    SELECT date_trunc($1, at, 'UTC'), measure, key, currency, count, amount FROM figure_deltas
     WHERE slot = (SELECT slot FROM served) AND measure = ANY ($2::text[]) AND at >= $3 AND at < $4
  )`;

const byBucket = `
  WITH ${parts}
  SELECT bucket, measure, key, currency, sum(count)::float8 AS count, sum(amount)::text AS amount
    FROM parts GROUP BY bucket, measure, key, currency
  HAVING sum(count) <> 0 OR sum(amount) <> 0`;

/** The figures of some measures in a range, by bucket. Exact at the moment of asking. */
export const readFigures = (db: Tx, { from, to, by }: Range, measures: readonly Measure[]): Promise<Figure[]> =>
  db.query<Figure>(byBucket, [by, measures, from, to], 'figures-by-bucket');

export const productOrders = ['revenue', 'quantity'] as const;
export type ProductOrder = (typeof productOrders)[number];

export interface ProductSum {
  readonly productId: string;
  readonly currency: string;
  readonly quantity: number;
  /** In minor units, as text. */
  readonly revenue: string;
}

// Ranked within each currency: amounts of two currencies cannot be compared.
const ranked = (column: ProductOrder) => `
  WITH ${parts},
  products AS (
    SELECT key, currency, sum(count) AS quantity, sum(amount) AS revenue FROM parts GROUP BY key, currency
    HAVING sum(count) <> 0
  ),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY currency ORDER BY ${column} DESC, key) AS place FROM products)
  SELECT key AS "productId", currency, quantity::float8 AS quantity, revenue::text AS revenue
    FROM ranked WHERE place <= $5 ORDER BY currency, place`;

/** The best sold products of each currency. */
export const topProducts = (db: Tx, { from, to, by }: Range, order: ProductOrder, limit: number) =>
  db.query<ProductSum>(ranked(order), [by, ['product'], from, to, limit], `top-products-${order}`);
