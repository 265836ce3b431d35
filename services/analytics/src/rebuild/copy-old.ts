import type { Database } from '@spillway/chassis';
import type { Facts } from '../domain/facts';
import { together } from '../projections/heard';
import { recordFacts } from '../projections/record';
import type { Slot } from '../projections/versions';

const slice = 1_000;

/**
 * Takes the facts of old orders over from the version that is served: of these the topics may have lost events. What the topics still
 * hold of them is merged with it. Goes on where it was; gives how many orders it copied.
 */
export async function copyOld(db: Database, slot: Slot): Promise<number> {
  for (let copied = 0; ; ) {
    const rows = await db.query<{ order_id: string; facts: Facts }>(
      `SELECT order_id, facts FROM order_facts
        WHERE slot = (SELECT slot FROM versions WHERE state = 'serving')
          AND order_id > (SELECT copied_to FROM rebuild) AND order_id < (SELECT older_than FROM rebuild)
        ORDER BY order_id LIMIT ${slice}`,
    );
    const last = rows.at(-1);
    if (last === undefined) return copied;
    await db.transaction(async (tx) => {
      await recordFacts(tx, slot, together(rows.map(({ order_id, facts }) => [order_id, facts] as const)));
      await tx.query('UPDATE rebuild SET copied_to = $1', [last.order_id]);
    });
    copied += rows.length;
  }
}
