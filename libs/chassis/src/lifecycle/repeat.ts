import { setTimeout as delay } from 'node:timers/promises';
import { logger } from '../telemetry/logger';
import { sparingly } from '../telemetry/sparingly';
import type { Part } from './part';

const warn = sparingly(logger('repeat').warn);
const afterFailure = 1_000;

/**
 * Does something again and again: `work` resolves to the milliseconds until it is to be done again. A failure is logged
 * and tried again; stop() lets the present run finish.
 */
export function repeat(name: string, work: () => Promise<number>): Part {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const wait = await work().catch((error: unknown) => {
        warn(`${name} failed and will be tried again`, { error });
        return afterFailure;
      });
      // Rejects only when stop() cuts it short.
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    name,
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
