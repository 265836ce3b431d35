import type { Tx } from '@spillway/chassis';
import type { Item } from '../domain/reservation';

/** What becomes of the stock of a product: so much more (or less) on hand, so much more (or less) put aside. */
export interface Move {
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
}

export const putAside = ({ productId, quantity }: Item): Move => ({ productId, onHand: 0, reserved: quantity });
export const putBack = ({ productId, quantity }: Item): Move => ({ productId, onHand: 0, reserved: -quantity });
export const handOut = ({ productId, quantity }: Item): Move => ({ productId, onHand: -quantity, reserved: -quantity });
export const takeNow = ({ productId, quantity }: Item): Move => ({ productId, onHand: -quantity, reserved: 0 });
export const takeBack = ({ productId, quantity }: Item): Move => ({ productId, onHand: quantity, reserved: 0 });

/** In the order of the ids, as everybody does who locks several. */
export async function lockProducts(tx: Tx, productIds: Iterable<string>): Promise<void> {
  const statement = 'SELECT FROM stock WHERE product_id = ANY ($1) ORDER BY product_id FOR UPDATE';
  await tx.query(statement, [[...new Set(productIds)]], 'lock-stock');
}

/** How many of each are left to be put aside; what nobody knows is not in it. Condition: this transaction has locked them. */
export async function leftOf(tx: Tx, productIds: Iterable<string>): Promise<Map<string, number>> {
  const statement = 'SELECT product_id, on_hand - reserved AS available FROM stock WHERE product_id = ANY ($1)';
  const ids = [...new Set(productIds)];
  const rows = await tx.query<{ product_id: string; available: string }>(statement, [ids], 'stock-left');
  return new Map(rows.map(({ product_id, available }) => [product_id, Number(available)]));
}

const update = `
  UPDATE stock SET on_hand = stock.on_hand + move.on_hand, reserved = stock.reserved + move.reserved
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS move (product_id, on_hand, reserved)
   WHERE stock.product_id = move.product_id`;

/** Makes all moves with one update of each product, however many orders they are for. Condition: they are locked. */
export async function moveStock(tx: Tx, moves: readonly Move[]): Promise<void> {
  const sums = new Map<string, { onHand: number; reserved: number }>();
  for (const { productId, onHand, reserved } of moves) {
    const sum = sums.get(productId) ?? { onHand: 0, reserved: 0 };
    sums.set(productId, { onHand: sum.onHand + onHand, reserved: sum.reserved + reserved });
  }
  if (sums.size === 0) return;
  const all = [...sums.values()];
  const values = [[...sums.keys()], all.map(({ onHand }) => onHand), all.map(({ reserved }) => reserved)];
  await tx.query(update, values, 'move-stock');
}
