import { setTimeout as delay } from 'node:timers/promises';
import { Transient } from '@spillway/chassis';
import { atMost } from './at-most';
import type { PaymentProvider } from './port';
import { shareOf } from './share-of';

export interface SimulatedConfig {
  /** 0 answers at once, without a timer. */
  readonly latencyMs: number;
  /** Calls answered at once; with a latency it makes the rate of a replica: maxConcurrent / latency. */
  readonly maxConcurrent: number;
  /** 0..1: the share of orders whose authorization is declined. */
  readonly declineRate: number;
  /** 0..1: the share of orders for which the first call of each kind fails as an unreachable provider would. */
  readonly failureRate: number;
}

/**
 * A provider without money. What it answers depends on the order id alone, so a repeat, in this process or another,
 * gets the same answer without anything being stored.
 */
export function simulatedProvider({
  latencyMs,
  maxConcurrent,
  declineRate,
  failureRate,
}: SimulatedConfig): PaymentProvider {
  /** Calls that have failed once and will be answered when they are repeated. */
  const failed = new Set<string>();
  const inTurn = atMost(maxConcurrent);

  async function answer(call: string, subject: string, signal?: AbortSignal): Promise<void> {
    if (latencyMs > 0) await inTurn(() => delay(latencyMs, undefined, { signal }), signal);
    if (failureRate === 0 || shareOf(`failure:${subject}`) >= failureRate) return;
    const id = `${call}:${subject}`;
    if (failed.delete(id)) return;
    failed.add(id);
    throw new Transient(`the simulated provider does not answer to ${call}`);
  }

  return {
    name: 'simulated',
    concurrency: maxConcurrent,
    async authorize({ orderId }, signal) {
      await answer('authorize', orderId, signal);
      return shareOf(`decline:${orderId}`) < declineRate
        ? { approved: false, reason: 'card_declined' }
        : { approved: true, reference: `sim_${orderId}` };
    },
    async capture({ reference }, signal) {
      await answer('capture', reference, signal);
    },
    async void({ reference }, signal) {
      await answer('void', reference, signal);
      return 'voided';
    },
    async refund({ reference }, signal) {
      await answer('refund', reference, signal);
    },
    // It holds nothing, so it leaves nothing behind.
    async strayHold() {
      return undefined;
    },
  };
}
