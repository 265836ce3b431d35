/**
 * Cuts a batch into segments that are worked on one after the other, as few as possible: an item that
 * `startsAfterEarlier` comes into a later segment than every earlier item of its key. So the remote half of an event
 * starts after the effects of its key's earlier events are durable. The order within a key is kept, across keys it is not.
 */
export function segments<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  startsAfterEarlier: (item: T) => boolean,
): T[][] {
  const lastOfKey = new Map<string, number>();
  const result: T[][] = [];
  for (const item of items) {
    const key = keyOf(item);
    const earlier = lastOfKey.get(key);
    const index = earlier === undefined ? 0 : startsAfterEarlier(item) ? earlier + 1 : earlier;
    lastOfKey.set(key, index);
    place(result, index, item);
  }
  return result;
}

/** Cuts a segment into waves in which each key stands once; the n-th item of a key is in the n-th wave. */
export function waves<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return segments(items, keyOf, () => true);
}

/** Indexes grow by one at most, because they follow a key's chain from its start. */
function place<T>(lists: T[][], index: number, item: T): void {
  const list = lists[index];
  if (list) list.push(item);
  else lists[index] = [item];
}
