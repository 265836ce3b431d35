import { setTimeout as delay } from 'node:timers/promises';
import { signIn } from '../../load/customers';
import { basketBody } from '../../load/order-body';
import { program } from './connections';

/* node dist/k8s/runner/one-order.js: a customer places one order at the gateway, watches it live, and waits for its mail. */
const gateway = 'http://gateway:3000';

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(50)) {
    const value = await read();
    if (value !== undefined) return value;
  }
  throw new Error(`waited 30 s in vain: ${what}`);
}

/** Reads the order's stream until it tells of an event. */
async function heard(orderId: string, event: string, headers: Record<string, string>): Promise<void> {
  const url = `${gateway}/orders/${orderId}/events`;
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
  if (!response.ok || !response.body) throw new Error(`GET ${url}: ${response.status} ${await response.text()}`);
  let story = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    story += chunk;
    if (story.includes(`event: ${event}\n`)) return; // leaving the loop ends the request
  }
  throw new Error(`the stream ended without ${event}: ${story}`);
}

program(async () => {
  const authorization = `Bearer ${await signIn(gateway, `one-order-${Date.now()}@spillway.test`)}`;
  const started = performance.now();
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${gateway}/orders`, { method: 'POST', headers, body: basketBody(Date.now() % 100_000) });
  if (answer.status !== 201) throw new Error(`POST /orders: ${answer.status} ${await answer.text()}`);
  const { orderId } = (await answer.json()) as { orderId: string };
  await heard(orderId, 'OrderConfirmed', { authorization });
  const confirmedMs = Math.round(performance.now() - started);
  await until('its mail', async () => {
    const mails = (await (await fetch(`http://mail:8025/api/mails?orderId=${orderId}`)).json()) as {
      total: number;
      mails: unknown[];
    };
    return mails.mails.length > 0 ? true : undefined;
  });
  return { orderId, confirmedMs, mailMs: Math.round(performance.now() - started) };
});
