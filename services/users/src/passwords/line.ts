import { Overloaded } from '@spillway/chassis';

/** Runs so many pieces of work at once; so many more wait in line, and whoever comes then is refused at once. */
export function line(name: string, { atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
  const queue: (() => void)[] = [];
  let running = 0;

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new Overloaded(name, waiting);
      await new Promise<void>((resolve) => queue.push(resolve)); // its place is handed over
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
