import type { CommandType } from '@spillway/contracts';
import { RequestTimeout } from './errors';
import { type RequestOutcome, requestBegins, requestEnds, requestTook } from './metrics';

export interface Wait {
  readonly id: string;
  readonly command: CommandType;
  readonly timeoutMs: number;
  /** Not aborted yet. */
  readonly signal?: AbortSignal | undefined;
  readonly traceparent?: string | undefined;
}

interface Waiting {
  readonly command: CommandType;
  done(reply: unknown): void;
  fail(error: unknown, outcome: RequestOutcome): void;
}

/** Who waits for which reply. Each wait ends once, and takes its timer and its listener with it, however it ends. */
export function pendingRequests() {
  const waiting = new Map<string, Waiting>();

  return {
    size: () => waiting.size,
    find: (id: string): Waiting | undefined => waiting.get(id),

    wait: ({ id, command, timeoutMs, signal, traceparent }: Wait): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const end = (outcome: RequestOutcome) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          waiting.delete(id);
          requestEnds();
          requestTook(command.name, outcome, (performance.now() - began) / 1000, traceparent);
        };
        const fail = (error: unknown, outcome: RequestOutcome) => {
          end(outcome);
          reject(error);
        };
        const done = (reply: unknown) => {
          end('done');
          resolve(reply);
        };
        const abort = () => fail(signal?.reason, 'aborted');
        const timer = setTimeout(() => fail(new RequestTimeout(command.name, timeoutMs), 'timeout'), timeoutMs);
        signal?.addEventListener('abort', abort, { once: true });
        waiting.set(id, { command, done, fail });
        requestBegins();
      }),

    failAll(because: () => unknown, outcome: RequestOutcome): void {
      for (const { fail } of [...waiting.values()]) fail(because(), outcome);
    },
  };
}
