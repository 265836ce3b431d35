import { isError } from '../telemetry/error-shape';

/** What a lifecycle needs of the process around it; tests give their own and stay alive. */
export interface Host {
  /** Calls back for each signal that asks the process to end; returns the way to take that back. */
  onSignal(tell: (signal: string) => void): () => void;
  /** Calls back for errors nobody caught. */
  onUncaught(tell: (error: Error) => void): () => void;
  exit(code: number): void;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

export const thisProcess: Host = {
  onSignal(tell) {
    for (const signal of signals) process.on(signal, tell);
    return () => {
      for (const signal of signals) process.off(signal, tell);
    };
  },
  onUncaught(tell) {
    const uncaught = (error: unknown) =>
      tell(isError(error) ? error : new Error('Something that is no error was thrown', { cause: error }));
    process.on('uncaughtException', uncaught);
    process.on('unhandledRejection', uncaught);
    return () => {
      process.off('uncaughtException', uncaught);
      process.off('unhandledRejection', uncaught);
    };
  },
  exit: (code) => process.exit(code),
};
