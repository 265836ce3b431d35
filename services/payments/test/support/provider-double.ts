import { Permanent, Transient } from '@spillway/chassis';
import type { Authorization, PaymentProvider } from '../../src/provider';

export type HoldState = 'held' | 'taken' | 'voided' | 'refunded';

/**
 * A provider that remembers: every key has its effect once and its first answer again, as real ones do. What it holds
 * can be looked at, it can be out of reach, and it can refuse orders.
 */
export function providerDouble(options: { declines?: (orderId: string) => boolean } = {}) {
  const answers = new Map<string, Authorization>();
  const holds = new Map<string, { orderId: string; state: HoldState }>();
  const calls: { call: string; key: string }[] = [];
  let down = false;

  function called(call: string, key: string): void {
    if (down) throw new Transient('the double is down');
    calls.push({ call, key });
  }

  function holdOf(reference: string) {
    const hold = holds.get(reference);
    if (hold === undefined) throw new Permanent('provider-refused', `no such hold: ${reference}`);
    return hold;
  }

  const provider: PaymentProvider = {
    name: 'double',
    concurrency: 100,
    async authorize({ orderId, key }) {
      called('authorize', key);
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer: Authorization = options.declines?.(orderId)
        ? { approved: false, reason: 'card_declined' }
        : { approved: true, reference: `hold_${holds.size + 1}` };
      answers.set(key, answer);
      if (answer.approved) holds.set(answer.reference, { orderId, state: 'held' });
      return answer;
    },
    async capture({ reference, key }) {
      called('capture', key);
      const hold = holdOf(reference);
      if (hold.state === 'held') hold.state = 'taken';
      else if (hold.state !== 'taken') throw new Permanent('authorization-gone', `the hold is ${hold.state}`);
    },
    async void({ reference, key }) {
      called('void', key);
      const hold = holdOf(reference);
      if (hold.state === 'taken' || hold.state === 'refunded') return 'captured';
      hold.state = 'voided';
      return 'voided';
    },
    async refund({ reference, key }) {
      called('refund', key);
      const hold = holdOf(reference);
      if (hold.state !== 'taken' && hold.state !== 'refunded') {
        throw new Permanent('provider-refused', `nothing was taken: the hold is ${hold.state}`);
      }
      hold.state = 'refunded';
    },
    async strayHold(orderId) {
      if (down) throw new Transient('the double is down');
      for (const [reference, hold] of holds) {
        if (hold.orderId === orderId && (hold.state === 'held' || hold.state === 'taken')) return reference;
      }
      return undefined;
    },
  };

  return {
    provider,
    calls,
    goDown: () => {
      down = true;
    },
    comeBack: () => {
      down = false;
    },
    /** The states of all holds ever made for an order. */
    holdsOf: (orderId: string): HoldState[] =>
      [...holds.values()].filter((hold) => hold.orderId === orderId).map(({ state }) => state),
  };
}

export type ProviderDouble = ReturnType<typeof providerDouble>;
