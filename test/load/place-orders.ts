import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { orderBody } from './order-body';

export interface Placing {
  /** One or more instances; a try that gets no answer goes to the next one. */
  urls: readonly string[];
  count: number;
  /** Requests under way at once. */
  concurrency?: number;
  /** The number of the first order: makes bodies of several runs differ. */
  from?: number;
  /** At most this many a second. */
  ratePerSecond?: number;
  signal?: AbortSignal;
  onAccepted?(orderId: string): void;
  /** Straight at orders unless said. */
  door?: Door;
}

/** How an order gets in: what is sent for the order with a number, and what says who sends it. */
export interface Door {
  body(n: number): string;
  headers(n: number): Promise<Record<string, string>>;
}

const straight: Door = { body: orderBody, headers: async () => ({}) };

/** What the service said, in the end, about each order that was tried. */
export interface Placed {
  accepted: string[];
  /** Tries that had to be repeated: no answer, or one that leaves open what became of it. */
  repeats: number;
}

/** All of them leave open whether there is an order now, or say that there is none yet. */
const repeatable = (status: number) => [429, 502, 503, 504].includes(status);

/**
 * Places orders as a careful client does: each under an idempotency key of its own, repeated until the answer is clear.
 * So at the end every order is accepted, and a repeat has never made a second one.
 * @throws when the service refuses a valid order, and when the door does not let its customer in.
 */
export async function placeOrders({
  urls,
  count,
  concurrency = 32,
  from = 0,
  ratePerSecond,
  signal,
  onAccepted,
  door = straight,
}: Placing): Promise<Placed> {
  const pools = urls.map(
    (url) => new Pool(url, { connections: concurrency, headersTimeout: 20_000, bodyTimeout: 20_000 }),
  );
  const accepted: string[] = [];
  let repeats = 0;
  let next = 0;
  const started = performance.now();

  async function attempt(pool: Pool | undefined, n: number, key: string): Promise<string | undefined> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...(await door.headers(n)) };
    const body = door.body(n);
    try {
      const response = await pool?.request({ method: 'POST', path: '/orders', headers, body });
      if (!response) return undefined;
      const text = await response.body.text();
      if (response.statusCode === 201) return (JSON.parse(text) as { orderId: string }).orderId;
      if (!repeatable(response.statusCode)) throw new Refused(`${response.statusCode}: ${text}`);
    } catch (error) {
      if (error instanceof Refused) throw error; // anything else is a connection that broke: the outcome is open
    }
    return undefined;
  }

  async function placeOne(n: number): Promise<void> {
    const key = randomUUID();
    for (let turn = n; ; turn++) {
      const orderId = await attempt(pools[turn % pools.length], n, key);
      if (orderId !== undefined) {
        accepted.push(orderId);
        onAccepted?.(orderId);
        return;
      }
      repeats++;
      await delay(100);
    }
  }

  async function worker(): Promise<void> {
    while (next < count && !signal?.aborted) {
      const n = next++;
      const due = ratePerSecond ? started + (n / ratePerSecond) * 1000 - performance.now() : 0;
      if (due > 0) await delay(due);
      await placeOne(from + n);
    }
  }

  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
  } finally {
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
  return { accepted, repeats };
}

class Refused extends Error {
  readonly code = 'ORDER_REFUSED';
}
