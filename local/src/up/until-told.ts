import type { Child } from '../processes/child';

export type Reason = 'asked' | readonly [child: Child, code: number | null];

/** Why the system has to end: somebody asked (Ctrl-C, SIGTERM, a closed terminal), or a process of it ended by itself. */
export interface Told {
  readonly reason: Promise<Reason>;
  /** Resolves only when somebody asked. */
  readonly asked: Promise<void>;
  died(child: Child, code: number | null): void;
}

export function untilTold(): Told {
  const reason = Promise.withResolvers<Reason>();
  const asked = Promise.withResolvers<void>();
  // A second Ctrl-C changes nothing: stopping has a time limit of its own.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked.resolve();
      reason.resolve('asked');
    });
  }
  return { reason: reason.promise, asked: asked.promise, died: (child, code) => reason.resolve([child, code]) };
}
