import { offsetReader, type plainKafka, type Tx } from '@spillway/chassis';
import type { Topic } from '@spillway/contracts';
import { firstIdAt } from '../domain/order-time';

export type Kafka = ReturnType<typeof plainKafka>;

/** One partition: what is to be read of it, and how far it is. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly next: bigint;
  readonly stop: bigint;
}

/** Clocks of producers and brokers may differ by so many milliseconds; what is taken over too much is merged and changes nothing. */
const margin = 60_000;

export interface Plan {
  readonly places: readonly Place[];
  /** Orders of lower ids may have lost events to the topics' retention. */
  readonly olderThan: string;
}

/**
 * What the topics hold now. Where a partition no longer begins at 0 events are gone, but none that is younger than its first
 * record; an event is not older than its order. So an order younger than the youngest of these first records has lost nothing.
 */
export async function planOf(kafka: Kafka, topics: readonly Topic[]): Promise<Plan> {
  const reader = offsetReader(kafka);
  try {
    const names = topics.map(({ name }) => name);
    const [starts, ends] = [await reader.edges(names, 'start'), await reader.edges(names, 'end')];
    const places: Place[] = [];
    let youngest: number | undefined;
    for (const topic of names) {
      for (const [partition, stop] of ends.get(topic) ?? []) {
        const first = starts.get(topic)?.get(partition) ?? 0n;
        places.push({ topic, partition, first, next: first, stop });
        if (first === 0n) continue;
        const time = (first < stop && (await reader.recordTime(topic, partition, first))) || Date.now();
        youngest = Math.max(youngest ?? 0, time);
      }
    }
    return { places, olderThan: firstIdAt(youngest === undefined ? 0 : youngest + margin) };
  } finally {
    await reader.close();
  }
}

interface PlaceRow {
  readonly topic: string;
  readonly partition: number;
  readonly first: string;
  readonly next: string;
  readonly stop: string;
}

export async function savePlan(tx: Tx, { places, olderThan }: Plan): Promise<void> {
  await tx.query('INSERT INTO rebuild (older_than, copied_to) VALUES ($1, $2)', [olderThan, firstIdAt(0)]);
  const columns = [
    places.map(({ topic }) => topic),
    places.map(({ partition }) => partition),
    places.map(({ first }) => String(first)),
    places.map(({ stop }) => String(stop)),
  ];
  await tx.query(
    `INSERT INTO rebuild_positions (topic, partition, first, next, stop)
     SELECT topic, partition, first, first, stop
       FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS place (topic, partition, first, stop)`,
    columns,
  );
}

export async function savedPlan(tx: Tx): Promise<Plan | undefined> {
  const [plan] = await tx.query<{ older_than: string }>('SELECT older_than FROM rebuild');
  if (plan === undefined) return undefined;
  const rows = await tx.query<PlaceRow>(
    'SELECT topic, partition, first, next, stop FROM rebuild_positions ORDER BY 1, 2',
  );
  const places = rows.map(({ topic, partition, first, next, stop }) => {
    return { topic, partition, first: BigInt(first), next: BigInt(next), stop: BigInt(stop) };
  });
  return { places, olderThan: plan.older_than };
}

export async function forgetPlan(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM rebuild');
  await tx.query('DELETE FROM rebuild_positions');
}
