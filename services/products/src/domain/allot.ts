import type { Item } from './reservation';

/** A product of which too few are left. */
export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

export interface Allotted<R> {
  readonly request: R;
  /** Empty when the request gets all it needs. Otherwise it gets nothing. */
  readonly short: readonly Shortage[];
}

/**
 * Gives out what is there to requests in their order, to each all or nothing. A request that cannot be met leaves all to
 * those after it. Of a product that nobody knows there is none.
 */
export function allot<R extends { readonly items: readonly Item[] }>(
  available: ReadonlyMap<string, number>,
  requests: readonly R[],
): Allotted<R>[] {
  const left = new Map(available);
  const leftOf = (productId: string) => left.get(productId) ?? 0;
  return requests.map((request) => {
    const short = request.items
      .filter(({ productId, quantity }) => leftOf(productId) < quantity)
      .map(({ productId, quantity }) => ({ productId, requested: quantity, available: leftOf(productId) }));
    if (short.length === 0) {
      for (const { productId, quantity } of request.items) left.set(productId, leftOf(productId) - quantity);
    }
    return { request, short };
  });
}
