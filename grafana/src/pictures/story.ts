import { setTimeout as pause } from 'node:timers/promises';
import { type System, until } from '@spillway/local';
import { poison, post } from '../live/doings';

/** When what happens, in seconds from the beginning. */
export const story = {
  poisoned: 60,
  away: 100,
  back: 130,
  awayAgain: 205,
  end: 222,
  ordersPerSecond: 40,
};

/** Something to look at: orders all the time, messages that nobody can read, and payments that is away, twice. */
export async function tell(system: System, say: (line: string) => void): Promise<void> {
  const from = performance.now();
  await Promise.all([orders(system, from), mishaps(system, from, say)]);
}

async function mishaps(system: System, from: number, say: (line: string) => void): Promise<void> {
  const at = (second: number) => pause(Math.max(0, from + second * 1_000 - performance.now()));
  const [payments] = system.instances('payments');
  await at(story.poisoned);
  await poison(system.kafka.brokers, 3);
  await at(story.away);
  say('payments is away');
  await payments?.stop();
  await at(story.back);
  await payments?.restart();
  say('payments is back');
  await at(story.awayAgain);
  await payments?.stop();
  say('payments is away again');
}

/** So many orders in each second, until the end; one that is not taken ends it all. */
async function orders(system: System, from: number): Promise<void> {
  const url = system.url('orders');
  for (let second = 0; second < story.end; second++) {
    const statuses = await Promise.all(Array.from({ length: story.ordersPerSecond }, () => post(url)));
    const refused = statuses.find((status) => status !== 201);
    if (refused !== undefined) throw new Error(`an order was answered with ${refused}`);
    await until('the next second', async () => performance.now() - from >= second * 1_000, { timeoutMs: 10_000 });
  }
}
