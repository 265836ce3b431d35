import { Transient } from '@spillway/chassis';

export type Slots = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Runs at most `count` at once; the others wait in line, for `patienceMs` at most and only until `signal` is aborted.
 * Waiting ends with Transient, before the consumer would take slowness for a fault of the message. What has begun is
 * never cut off: half a hand-over would be a mail that may or may not have left.
 */
export function slots(count: number, patienceMs: number): Slots {
  const line: (() => void)[] = [];
  let free = count;

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (why: string) => () => {
        const place = line.indexOf(go);
        if (place >= 0) line.splice(place, 1);
        end();
        reject(new Transient(why));
      };
      const giveUp = leave('No connection to the mail server became free in time');
      const stop = leave('Waiting for the mail server was broken off');
      const timer = setTimeout(giveUp, patienceMs);
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      const go = (): void => {
        end();
        resolve();
      };
      line.push(go);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted) stop();
    });

  return async (work, signal) => {
    if (free > 0) free--;
    else await turn(signal);
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
