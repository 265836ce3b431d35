import { append, type Database, Problem, type Relay, type Tx } from '@spillway/chassis';
import { StockAdjusted } from '@spillway/contracts';
import type { Origin } from '../catalogue/events';

export interface Adjustment {
  readonly productId: string;
  readonly delta: number;
  readonly reason: string;
}

export interface Level {
  readonly onHand: number;
  readonly reserved: number;
}

/** Notes adjustments in one statement, each after the row of its product has changed. */
const statement = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given ("productId" text, delta bigint, reason text)
  ), changed AS (
    UPDATE stock SET on_hand = on_hand + delta FROM given WHERE product_id = "productId"
    RETURNING product_id, delta, on_hand, stock.reserved, reason
  ), noted AS (
    INSERT INTO stock_adjustments (product_id, delta, on_hand, reason)
    SELECT product_id, delta, on_hand, reason FROM changed
  )
  SELECT product_id, delta, on_hand, reserved, reason FROM changed`;

interface Row {
  readonly product_id: string;
  readonly delta: string;
  readonly on_hand: string;
  readonly reserved: string;
  readonly reason: string;
}

/** Adjusts the stock of products, each once, and tells of it. Condition: they are locked, and bear it. */
export async function noteAdjustments(
  tx: Tx,
  adjustments: readonly Adjustment[],
  origin: Origin,
): Promise<Map<string, Level>> {
  const rows = await tx.query<Row>(statement, [JSON.stringify(adjustments)], 'adjust-stock');
  await append(
    tx,
    rows.map(({ product_id: productId, delta, on_hand, reason }) => {
      const data = { productId, delta: Number(delta), onHand: Number(on_hand), reason };
      return StockAdjusted.create({ subject: productId, data, ...origin });
    }),
  );
  const levelOf = ({ on_hand, reserved }: Row) => ({ onHand: Number(on_hand), reserved: Number(reserved) });
  return new Map(rows.map((row) => [row.product_id, levelOf(row)]));
}

/** Goods came, went or were counted. What is put aside for orders cannot go. Undefined when there is no such product. */
export async function adjustStock(
  { db, relay }: { readonly db: Database; readonly relay: Relay },
  adjustment: Adjustment,
  origin: Origin,
): Promise<Level | undefined> {
  const level = await db.transaction(async (tx) => {
    const before = await levelOf(tx, adjustment.productId, 'FOR UPDATE');
    if (before === undefined) return undefined;
    if (before.onHand + adjustment.delta < before.reserved) {
      const detail = `Only ${before.onHand - before.reserved} can go: of ${before.onHand} on hand ${before.reserved} are put aside for orders.`;
      throw new Problem(409, 'STOCK_TOO_LOW', detail, { ...before });
    }
    return (await noteAdjustments(tx, [adjustment], origin)).get(adjustment.productId);
  });
  if (level !== undefined) relay.wake();
  return level;
}

/** What is there of a product, and how much of it is put aside. */
export async function levelOf(db: Tx, productId: string, lock: 'FOR UPDATE' | '' = ''): Promise<Level | undefined> {
  const text = `SELECT on_hand, reserved FROM stock WHERE product_id = $1 ${lock}`;
  const [row] = await db.query<{ on_hand: string; reserved: string }>(text, [productId]);
  return row && { onHand: Number(row.on_hand), reserved: Number(row.reserved) };
}
