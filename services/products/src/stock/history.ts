import type { Tx } from '@spillway/chassis';

export interface PastAdjustment {
  readonly id: number;
  readonly delta: number;
  readonly onHand: number;
  readonly reason: string;
  readonly adjustedAt: Date;
}

interface Row {
  readonly id: string;
  readonly delta: string;
  readonly on_hand: string;
  readonly reason: string;
  readonly adjusted_at: Date;
}

const statement = `
  SELECT id, delta, on_hand, reason, adjusted_at FROM stock_adjustments
   WHERE product_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`;

/** The adjustments of a product, newest first, those before one of them. */
export async function adjustmentsOf(
  db: Tx,
  productId: string,
  { before = Number.MAX_SAFE_INTEGER, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<PastAdjustment[]> {
  const rows = await db.query<Row>(statement, [productId, before, limit], 'stock-adjustments');
  return rows.map(({ id, delta, on_hand, reason, adjusted_at }) => ({
    id: Number(id),
    delta: Number(delta),
    onHand: Number(on_hand),
    reason,
    adjustedAt: adjusted_at,
  }));
}
