import type { Facts } from './facts';
import { byDay, type Part, partsOf } from './figures';
import { createdAt } from './order-time';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How a figure changes. */
export interface Delta extends Part {
  /** Seconds since 1970: the beginning of the minute (or day) in which the orders were created. */
  readonly at: number;
  readonly finest: 'minute' | 'day';
}

export interface Change {
  readonly orderId: string;
  readonly before: Facts;
  readonly after: Facts;
}

const keptByDay = new Set<string>(byDay);

/** What the changes of some orders do to the figures, each figure once; what cancels out is left out. */
export function deltasOf(changes: readonly Change[]): readonly Delta[] {
  const sums = new Map<string, Delta>();

  function add(created: number, { measure, key, currency, count, amount }: Part, sign: 1 | -1): void {
    const finest = keptByDay.has(measure) ? 'day' : 'minute';
    const width = finest === 'day' ? day : minute;
    const at = (created - (created % width)) / 1_000;
    const name = `${at} ${measure} ${currency} ${key}`; // the key, which may be any text, comes last
    const sum = sums.get(name) ?? { at, finest, measure, key, currency, count: 0, amount: 0n };
    sums.set(name, { ...sum, count: sum.count + sign * count, amount: sum.amount + BigInt(sign) * amount });
  }

  for (const { orderId, before, after } of changes) {
    const created = createdAt(orderId);
    for (const part of partsOf(before)) add(created, part, -1);
    for (const part of partsOf(after)) add(created, part, 1);
  }
  return [...sums.values()].filter(({ count, amount }) => count !== 0 || amount !== 0n);
}
