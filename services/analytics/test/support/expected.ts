import { bucketOf } from '../../src/domain/latency';
import { dayOne, type Life, totalOf } from './lives';

export type Sums = Record<string, { count: number; amount: string }>;

const day = 86_400_000;
const reached: Readonly<Record<Life['fate'], readonly string[]>> = {
  pending: ['placed'],
  declined: ['placed', 'cancelled'],
  confirmed: ['placed', 'confirmed', 'captured', 'sold'],
  shipped: ['placed', 'confirmed', 'captured', 'sold', 'shipped'],
  delivered: ['placed', 'confirmed', 'captured', 'sold', 'shipped', 'delivered'],
  returned: ['placed', 'confirmed', 'captured', 'cancelled', 'refunded'],
};

/** The figures of each day as they follow from what became of the orders, without a look at any event. */
export function expectedByDay(lives: readonly Life[]): Sums {
  const sums = new Map<string, { count: number; amount: bigint }>();
  const add = (life: Life, measure: string, key: string, currency: string, count: number, amount: bigint) => {
    const at = new Date(Math.floor((dayOne + life.created) / day) * day).toISOString();
    const name = [at, measure, currency, key].join('|');
    const sum = sums.get(name) ?? { count: 0, amount: 0n };
    sums.set(name, { count: sum.count + count, amount: sum.amount + amount });
  };
  for (const life of lives) {
    const total = BigInt(totalOf(life));
    for (const measure of reached[life.fate]) {
      const reason = life.fate === 'declined' ? 'payment-declined' : 'requested';
      add(life, measure, measure === 'cancelled' ? reason : '', life.currency, 1, total);
    }
    if (reached[life.fate].includes('sold')) {
      for (const { productId, unitPrice, quantity } of life.lines)
        add(life, 'product', productId, life.currency, quantity, BigInt(unitPrice) * BigInt(quantity));
    }
    if (reached[life.fate].includes('confirmed')) {
      add(life, 'until-confirmed', String(bucketOf(life.confirmedAfter)), '', 1, 0n);
      add(life, 'until-mailed', String(bucketOf(life.confirmedAfter + life.mailedAfter)), '', 1, 0n);
    }
  }
  return Object.fromEntries([...sums].map(([name, { count, amount }]) => [name, { count, amount: amount.toString() }]));
}
