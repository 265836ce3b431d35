type Write = (message: string, fields?: Record<string, unknown>) => void;

export interface Sparing {
  /** Fields that tell one trouble from another (group, topic): of few values, never ids. */
  readonly by?: readonly string[];
  /** Milliseconds between two lines of one trouble. */
  readonly everyMs?: number;
}

/**
 * For what fails again and again until somebody mends it: the first line is written at once, then one every `everyMs`, the
 * latest, which says as `repeats` how many lines it stands for.
 */
export function sparingly(write: Write, { by = [], everyMs = 10_000 }: Sparing = {}): Write {
  const repeated = new Map<string, { count: number; latest: Record<string, unknown> | undefined }>();

  function hold(key: string, message: string): void {
    const held = { count: 0, latest: undefined };
    repeated.set(key, held);
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
    if (held) {
      held.count++;
      held.latest = fields;
      return;
    }
    write(message, fields);
    hold(key, message);
  };
}
