import type { Host } from '../lifecycle';

/** A process for lifecycles under test: signals are given by hand, an exit is noted and ends nothing. */
export function testHost(): Host & {
  signal(name: string): void;
  throwUncaught(error: Error): void;
  readonly exits: number[];
} {
  const exits: number[] = [];
  const signals = new Set<(signal: string) => void>();
  const uncaught = new Set<(error: Error) => void>();
  const listen = <T>(all: Set<T>, one: T) => {
    all.add(one);
    return () => void all.delete(one);
  };
  return {
    exits,
    onSignal: (tell) => listen(signals, tell),
    onUncaught: (tell) => listen(uncaught, tell),
    exit: (code) => void exits.push(code),
    signal: (name) => [...signals].forEach((tell) => void tell(name)),
    throwUncaught: (error) => [...uncaught].forEach((tell) => void tell(error)),
  };
}
