import { setTimeout as delay } from 'node:timers/promises';
import { orderBody } from '../../load/order-body';
import { program } from './connections';

/* node dist/k8s/runner/one-order.js: places one order and waits for its mail. */
const orders = 'http://orders:3001';

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(50)) {
    const value = await read();
    if (value !== undefined) return value;
  }
  throw new Error(`waited 30 s in vain: ${what}`);
}

program(async () => {
  const started = performance.now();
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${orders}/orders`, { method: 'POST', headers, body: orderBody(Date.now() % 100_000) });
  if (answer.status !== 201) throw new Error(`POST /orders: ${answer.status} ${await answer.text()}`);
  const { orderId } = (await answer.json()) as { orderId: string };
  await until('the order is confirmed', async () => {
    const order = (await (await fetch(`${orders}/orders/${orderId}`)).json()) as { status: string };
    return order.status === 'confirmed' ? true : undefined;
  });
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
