type Write = (message: string, fields?: Record<string, unknown>) => void;

export interface Sparing {
  /** Fields that tell one trouble from another (group, topic): of few values, never ids. */
  readonly by?: readonly string[];
  /** Milliseconds between two lines of one trouble. */
  readonly everyMs?: number;
  /** So many lines of one trouble are written at once, within each such time; 1 unless said. */
  readonly atOnce?: number;
}

interface Held {
  written: number;
  /** Lines that were not written, and the latest of them. */
  count: number;
  latest: Record<string, unknown> | undefined;
}

/**
 * For what fails again and again until somebody mends it: the first line is written at once (or the first few), then one every `everyMs`,
 * the latest, which says as `repeats` how many lines it stands for.
 */
export function sparingly(write: Write, { by = [], everyMs = 10_000, atOnce = 1 }: Sparing = {}): Write {
  const repeated = new Map<string, Held>();

  function hold(key: string, message: string): void {
    repeated.set(key, { written: 1, count: 0, latest: undefined });
    setTimeout(() => release(key, message), everyMs).unref();
  }

  function release(key: string, message: string): void {
    const held = repeated.get(key);
    repeated.delete(key);
    if (!held || held.count === 0) return;
    write(message, { ...held.latest, repeats: held.count });
    hold(key, message);
  }

  return (message, fields) => {
    const key = JSON.stringify([message, ...by.map((name) => fields?.[name])]);
    const held = repeated.get(key);
    if (held && held.written >= atOnce) {
      held.count++;
      held.latest = fields;
      return;
    }
    write(message, fields);
    if (held) held.written++;
    else hold(key, message);
  };
}
