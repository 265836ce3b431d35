import { follow, type LogSink } from '../logs/follow';
import type { Child } from '../processes/child';

/** Follows the log files of processes, and notices an end that nobody asked for. */
export interface Watcher {
  started(child: Child): void;
  /** Hands on what is written by now, and no more. */
  stop(): void;
}

export function watcher(options: {
  log?: LogSink | undefined;
  onUnexpectedEnd?: ((child: Child, code: number | null) => void) | undefined;
}): Watcher {
  const { log, onUnexpectedEnd } = options;
  const followed = new Map<string, ReturnType<typeof follow>>();
  return {
    started(child) {
      // A process that is started again writes into the same file.
      if (log && !followed.has(child.logFile))
        followed.set(
          child.logFile,
          follow(child.logFile, (line) => log(child.name, line)),
        );
      void child.exited.then((code) => {
        if (!child.wasAsked()) onUnexpectedEnd?.(child, code);
      });
    },
    stop() {
      for (const file of followed.values()) file.stop();
    },
  };
}
