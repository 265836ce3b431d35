import { coalesce, type Relay, type Tx } from '@spillway/chassis';
import type { Money, OrderCreated } from '@spillway/contracts';
import { type Idempotency, sameKeyAs } from './same-key';

export interface Placing {
  readonly event: OrderCreated;
  /** Where the client sent a key: repeats of it are the same order. */
  readonly idempotency?: Idempotency;
}

/** Only what never changes, so that a repeated request can be answered with the same bytes. */
export interface Placed {
  readonly orderId: string;
  readonly total: Money;
  readonly createdAt: string;
}

/** The key was used before, for something else. */
export const keyReused = Symbol('key reused');

/**
 * Orders and their events in one statement. The events are inserted FROM the orders that were: a key that is taken makes
 * neither, and each event draws its place in the outbox after its order's row is there.
 * Measured with batches of 64: 27 µs an order in PostgreSQL; as fast as arrays through unnest, and half their work here.
 */
const statement = `
  WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS input (
      id uuid, subject uuid, time timestamptz, correlationid text, traceparent text, tracestate text, data jsonb,
      key text, hash text)
  ), placed AS (
    INSERT INTO orders (id, user_id, items, total_amount, currency, created_at, updated_at,
                        idempotency_key, request_hash)
    SELECT subject, data->>'userId', data->'items', (data->'total'->'amount')::bigint, data->'total'->>'currency',
           at, at, key, hash
      FROM input, LATERAL (SELECT (data->>'createdAt')::timestamptz AS at) AS created
    ON CONFLICT (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
    RETURNING id
  ), noted AS (
    INSERT INTO events (event_id, topic, subject, type, source, dataschema, time,
                        correlationid, traceparent, tracestate, data)
    SELECT input.id, $2, subject::text, $3, $4, $5, time, correlationid, traceparent, tracestate, data
      FROM placed JOIN input ON input.subject = placed.id
  )
  SELECT count(*)::int AS count FROM placed`;

export interface PlaceOptions {
  readonly db: Tx;
  readonly relay: Pick<Relay, 'wake'>;
}

/** The hot path: orders that arrive together are written together, each is answered after its own commit. */
export function orderPlacing({ db, relay }: PlaceOptions) {
  return coalesce<Placing, Placed | typeof keyReused>({
    name: 'orders',
    async write(batch) {
      const values = [JSON.stringify(inputOf(batch)), ...sameInAll(batch)];
      const rows = await db.query<{ count: number }>(statement, values, 'place');
      relay.wake();
      return rows[0]?.count === batch.length ? batch.map(placedNow) : withRepeats(db, batch);
    },
  });
}

/** Keys in order: two batches with the same keys then wait for each other instead of deadlocking. */
function inputOf(batch: readonly Placing[]) {
  const plain = batch.filter(({ idempotency }) => idempotency === undefined).map(({ event }) => rowOf(event));
  if (plain.length === batch.length) return plain;
  const keyed = batch.flatMap(({ event, idempotency }) => (idempotency ? [{ ...rowOf(event), ...idempotency }] : []));
  return [...plain, ...keyed.sort((a, b) => compare(a.key, b.key) || compare(a.data.userId, b.data.userId))];
}

/** What differs from event to event; what is the same in all of them is said once, as parameters. */
const rowOf = ({ id, subject, time, correlationid, traceparent, tracestate, data }: OrderCreated) => ({
  id,
  subject,
  time,
  correlationid,
  traceparent,
  tracestate,
  data,
});

const sameInAll = ([first]: readonly Placing[]) => {
  const event = first?.event;
  return [event?.topic, event?.type, event?.source, event?.dataschema];
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const placedNow = ({ event: { data } }: Placing): Placed => ({
  orderId: data.orderId,
  total: data.total,
  createdAt: data.createdAt,
});

/** Some keys were taken: their callers get the order that has the key, if they had asked for the same. */
async function withRepeats(db: Tx, batch: readonly Placing[]) {
  const keyed = batch.flatMap(({ event, idempotency }) =>
    idempotency ? [{ userId: event.data.userId, key: idempotency.key }] : [],
  );
  const find = await sameKeyAs(db, keyed);
  return batch.map((placing) => {
    const { event, idempotency } = placing;
    if (idempotency === undefined) return placedNow(placing);
    const { hash, ...placed } = find(event.data.userId, idempotency.key);
    return hash === idempotency.hash ? placed : keyReused;
  });
}
