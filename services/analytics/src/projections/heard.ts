import { type Facts, merge, nothing } from '../domain/facts';

/** What was heard of each order, by its id, in the order of ids: who locks rows in this order never meets another one crosswise. */
export type Heard = ReadonlyMap<string, Facts>;

export function together(all: Iterable<readonly [orderId: string, facts: Facts]>): Heard {
  const heard = new Map<string, Facts>();
  for (const [orderId, facts] of all) {
    if (facts !== nothing) heard.set(orderId, merge(heard.get(orderId) ?? nothing, facts));
  }
  return new Map([...heard].sort(([one], [other]) => (one < other ? -1 : 1)));
}
