/** An offset to commit: the next one to read. */
export interface PartitionOffset {
  topic: string;
  partition: number;
  offset: string;
}

/**
 * Remembers how far each partition is settled and what of it has been committed. Offsets only move forward within one
 * assignment; a new assignment starts empty, so nothing of an old owner is ever committed.
 */
export function settledOffsets() {
  const settled = new Map<string, PartitionOffset>();
  let changed = new Set<string>();

  return {
    /** All messages of the partition up to and with `lastOffset` are settled. */
    settle(topic: string, partition: number, lastOffset: string): void {
      const key = `${topic}/${partition}`;
      settled.set(key, { topic, partition, offset: (BigInt(lastOffset) + 1n).toString() });
      changed.add(key);
    },
    /** What is settled and not yet taken for a commit. */
    takeChanged(): PartitionOffset[] {
      const keys = changed;
      changed = new Set();
      return [...keys].flatMap((key) => settled.get(key) ?? []);
    },
    /** A commit failed: what it held must be taken again, unless newer offsets have come meanwhile. */
    putBack(offsets: readonly PartitionOffset[]): void {
      for (const { topic, partition } of offsets) {
        const key = `${topic}/${partition}`;
        if (settled.has(key)) changed.add(key);
      }
    },
    clear(): void {
      settled.clear();
      changed.clear();
    },
  };
}

export type SettledOffsets = ReturnType<typeof settledOffsets>;
