/**
 * Joins the calls of one tick into one: `load` gets every key once, each caller its own value (undefined when there
 * is none). Nothing is kept after that, so a later call sees what was committed meanwhile.
 */
export function sameTick<K, V>(load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {
  let next: { keys: Set<K>; loaded: Promise<ReadonlyMap<K, V>> } | undefined;

  return async (key: K): Promise<V | undefined> => {
    if (next === undefined) {
      const keys = new Set<K>();
      next = { keys, loaded: endOfTick().then(() => flush(keys)) };
    }
    next.keys.add(key);
    return (await next.loaded).get(key);
  };

  function flush(keys: Set<K>) {
    next = undefined;
    return load([...keys]);
  }
}

/** setImmediate and not a microtask: callers that had to await something short on their way still join. */
const endOfTick = () => new Promise<void>((resolve) => setImmediate(resolve));
