import type { System } from '@spillway/local';
import type { Verdict } from '../checker/verdict';
import { customers } from '../load/customers';
import { wrongOrderBody } from '../load/order-body';
import { placeOrders } from '../load/place-orders';
import { atRest } from '../system/rest';
import { verdictOf } from '../system/verdict-of';
import { faults } from './faults';

export interface ChaosOptions {
  system: System;
  orders: number;
  ratePerSecond: number;
  say(line: string): void;
}

/** Resolves when the condition holds; looks often, because orders come fast. */
async function when(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Orders that must be refused and must leave no trace. @throws when one is accepted */
async function placeWrongOrders(url: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: wrongOrderBody(n),
    });
    if (response.status < 400 || response.status >= 500)
      throw new Error(`a wrong order was answered with ${response.status}`);
  }
}

/**
 * Places orders at the gateway while everything breaks once, waits for rest and lets the checker judge. Faults strike at shares of the
 * orders, not at times, so that they fall among work on a slow machine, too.
 */
export async function runChaos({
  system,
  orders,
  ratePerSecond,
  say,
}: ChaosOptions): Promise<{ verdict: Verdict; repeats: number }> {
  const doubled = ['gateway', 'orders', 'payments', 'products'] as const;
  await Promise.all(doubled.map((service) => system.addInstance(service)));
  await placeWrongOrders(system.url('orders'), 20);

  let count = 0;
  const urls = system.instances('gateway').map(({ url }) => url);
  const door = customers(system.url('gateway'), 50);
  const placing = placeOrders({ urls, door, count: orders, ratePerSecond, onAccepted: () => count++ });
  let placingEnded = false;
  const ended = placing.finally(() => (placingEnded = true));
  ended.catch(() => undefined); // awaited below; a fault in between must not make it an unhandled rejection

  const list = faults(system);
  for (const [index, fault] of list.entries()) {
    const due = Math.floor(((index + 0.5) / list.length) * orders);
    await when(() => count >= due || placingEnded);
    const started = performance.now();
    await fault.strike();
    say(`${fault.name}: after ${due} orders, back in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  const { accepted, repeats } = await ended;
  say(`${accepted.length} orders accepted (${repeats} tries repeated); waiting for rest`);
  await atRest(system, 120_000);
  return { verdict: await verdictOf(system, accepted), repeats };
}
