import type { Tx } from '../database/tx';

/**
 * Takes fields out of the data of all events of one aggregate: the one change that is ever made to rows of the event table, for
 * personal data that must not outlive its owner. The schemas of these events must have the fields as optional.
 * Condition: the aggregate's row is locked or deleted BEFORE, in the same transaction.
 * Guarantee: no event is lost or moves, as ids stay as they are; what the relay reads from the commit on is without the fields.
 * A page that it has read before may still go out with them, for as long as the producer tries (KAFKA_DELIVERY_TIMEOUT); what is
 * appended after this call comes after it.
 */
export async function erase(tx: Tx, subject: string, fields: readonly string[]): Promise<void> {
  await tx.query('UPDATE events SET data = data - $2::text[] WHERE subject = $1', [subject, fields], 'events-erase');
}
