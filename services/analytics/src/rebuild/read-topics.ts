import { type Database, Permanent, type RecordReader } from '@spillway/chassis';
import { InvalidEvent, type ReceivedMessage, toEvent } from '@spillway/contracts';
import type { Facts } from '../domain/facts';
import { factsOf, isKnown } from '../events/facts-of';
import { together } from '../projections/heard';
import { recordFacts } from '../projections/record';
import type { Slot } from '../projections/versions';
import type { Place } from './places';

/** Partitions that are read at the same time. */
const atOnce = 4;
/** So many answers without a record below the end are no coincidence any more. */
const patience = 40;

export interface Reading {
  readonly db: Database;
  readonly reader: RecordReader;
  readonly slot: Slot;
  /** Hears of each piece that is durable: how many records it had, and how many of them nobody can read. */
  readonly onPiece: (records: number, unreadable: number) => void;
}

/** Reads what is left of all partitions. Each piece is one transaction: its facts, and how far the partition is. */
export async function readTopics(places: readonly Place[], reading: Reading): Promise<void> {
  const left = places.values();
  const worker = async () => {
    for (const place of left) await readPartition(place, reading); // they share the iterator: each place is taken once
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function readPartition({ topic, partition, next: from, stop }: Place, reading: Reading): Promise<void> {
  const { db, reader, slot, onPiece } = reading;
  let empty = 0;
  for (let next = from; next < stop; ) {
    const messages = await reader.read(topic, partition, next);
    const last = messages.at(-1);
    if (last === undefined && ++empty > patience)
      throw new Error(`${topic}[${partition}] gives nothing from ${next} on`);
    if (last === undefined) continue;
    empty = 0;
    const events = messages.map((message) => heardIn(message, topic));
    const heard = together(events.flatMap((event) => (event && event !== 'unreadable' ? [event] : [])));
    next = BigInt(last.offset) + 1n;
    await db.transaction(async (tx) => {
      await recordFacts(tx, slot, heard);
      await tx.query('UPDATE rebuild_positions SET next = $3 WHERE topic = $1 AND partition = $2', [
        topic,
        partition,
        String(next),
      ]);
    });
    onPiece(messages.length, events.filter((event) => event === 'unreadable').length);
  }
}

/** What the message says of which order; undefined where it is of no figure. Who cannot be read was set aside by the service, too. */
function heardIn(message: ReceivedMessage, topic: string): readonly [string, Facts] | 'unreadable' | undefined {
  try {
    const event = toEvent(message, topic);
    return isKnown(event) ? [event.data.orderId, factsOf(event)] : undefined;
  } catch (error) {
    if (error instanceof InvalidEvent || error instanceof Permanent) return 'unreadable';
    throw error;
  }
}
