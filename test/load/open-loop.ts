import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { orderBody } from './order-body';

/**
 * An open-loop load in a process of its own: requests are due at fixed times whatever the answers do, and each latency
 * counts from the time the request was due. Prints one JSON document.
 */
export interface OpenLoopResult {
  offered: number;
  answered: Record<string, number>;
  /** How late the generator itself was at worst, in ms: above a few, it was the limit. */
  generatorLagMs: number;
  latencies: { dueAt: number; ms: number; status: number; orderId?: string }[];
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    rate: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '128' },
    'no-orders': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
  if (!values.url || !(rate > 0) || !(seconds > 0))
    throw new Error('usage: open-loop --url U --rate R --seconds S [--connections C]');
  const total = Math.round(rate * seconds);
  const pool = new Pool(values.url, { connections: Number(values.connections), headersTimeout: 60_000 });
  const result: OpenLoopResult = { offered: total, answered: {}, generatorLagMs: 0, latencies: [] };
  const pending: Promise<void>[] = [];
  const started = Date.now() + 100;
  const origin = performance.now() + 100;
  await delay(100);

  const send = async (n: number, due: number) => {
    let status = 0;
    let orderId: string | undefined;
    try {
      const response = await pool.request({
        method: 'POST',
        path: '/orders',
        headers: { 'content-type': 'application/json' },
        body: orderBody(n),
      });
      status = response.statusCode;
      const text = await response.body.text();
      if (status === 201 && !values['no-orders']) orderId = (JSON.parse(text) as { orderId: string }).orderId;
    } catch {
      status = 0; // no answer at all, reported as such
    }
    result.answered[status] = (result.answered[status] ?? 0) + 1;
    result.latencies.push({ dueAt: started + due, ms: performance.now() - origin - due, status, orderId });
  };

  for (let sent = 0; sent < total; ) {
    const now = performance.now() - origin;
    const dueCount = Math.min(total, Math.floor((now / 1000) * rate) + 1);
    for (; sent < dueCount; sent++) {
      const due = (sent / rate) * 1000;
      result.generatorLagMs = Math.max(result.generatorLagMs, now - due);
      pending.push(send(sent, due));
    }
    await delay(1);
  }
  await Promise.all(pending);
  await pool.close();
  process.stdout.write(JSON.stringify(result));
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
