import { append, type Database, Problem, type Relay, type Tx } from '@spillway/chassis';
import { limits, StockAdjusted } from '@spillway/contracts';
import type { Origin } from '../catalogue/events';

export interface Adjustment {
  readonly productId: string;
  readonly delta: number;
  readonly reason: string;
  /** Under one key a product is adjusted once, however often that is asked for. */
  readonly key?: string | undefined;
}

export interface Level {
  readonly onHand: number;
  readonly reserved: number;
}

/** Notes adjustments in one statement, each after the row of its product has changed. */
const statement = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given ("productId" text, delta bigint, reason text, key text)
  ), changed AS (
    UPDATE stock SET on_hand = on_hand + delta FROM given WHERE product_id = "productId"
    RETURNING product_id, delta, on_hand, stock.reserved, reason, key
  ), noted AS (
    INSERT INTO stock_adjustments (product_id, delta, on_hand, reason, idempotency_key)
    SELECT product_id, delta, on_hand, reason, key FROM changed
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

/** Goods came, went or were counted. What is put aside for orders cannot go, and nobody counts for ever. Undefined when there is no such product. */
export async function adjustStock(
  { db, relay }: { readonly db: Database; readonly relay: Relay },
  adjustment: Adjustment,
  origin: Origin,
): Promise<Level | undefined> {
  const level = await db.transaction(async (tx) => {
    const before = await levelOf(tx, adjustment.productId, 'FOR UPDATE');
    if (before === undefined) return undefined;
    if (await isRepeat(tx, adjustment)) return before;
    if (before.onHand + adjustment.delta < before.reserved) {
      const detail = `Only ${before.onHand - before.reserved} can go: of ${before.onHand} on hand ${before.reserved} are put aside for orders.`;
      throw new Problem(409, 'STOCK_TOO_LOW', detail, { ...before });
    }
    if (before.onHand + adjustment.delta > limits.stock) {
      const detail = `At most ${limits.stock} pieces of a product can be counted, and ${before.onHand} are on hand.`;
      throw new Problem(409, 'STOCK_TOO_HIGH', detail, { ...before });
    }
    return (await noteAdjustments(tx, [adjustment], origin)).get(adjustment.productId);
  });
  if (level !== undefined) relay.wake();
  return level;
}

/** Whether it was done before, under its key. Condition: the product is locked. @throws Problem (422) when the key was another's */
async function isRepeat(tx: Tx, { productId, key, delta, reason }: Adjustment): Promise<boolean> {
  if (key === undefined) return false;
  const text = 'SELECT delta, reason FROM stock_adjustments WHERE product_id = $1 AND idempotency_key = $2';
  const [done] = await tx.query<{ delta: string; reason: string }>(text, [productId, key], 'adjustment-of-key');
  if (done === undefined) return false;
  if (Number(done.delta) === delta && done.reason === reason) return true;
  throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for a different adjustment.');
}

/** What is there of a product, and how much of it is put aside. */
export async function levelOf(db: Tx, productId: string, lock: 'FOR UPDATE' | '' = ''): Promise<Level | undefined> {
  const text = `SELECT on_hand, reserved FROM stock WHERE product_id = $1 ${lock}`;
  const [row] = await db.query<{ on_hand: string; reserved: string }>(text, [productId]);
  return row && { onHand: Number(row.on_hand), reserved: Number(row.reserved) };
}
