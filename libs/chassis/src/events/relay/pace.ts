/** When to look again. There is one waiter; every wait ends early on stop(). */
export interface Pace {
  /** Something is there, or may be. */
  wake(): void;
  stop(): void;
  /**
   * Between two looks: `min` after one that found something or when woken, else twice as long each time up to `max`.
   * Never less than `min`: a relay that is woken by every commit would publish one event a page and eat the processor.
   */
  untilNext(found: boolean): Promise<void>;
  /** A wait that new events do not shorten. */
  rest(ms: number): Promise<void>;
}

export function pace({ min, max }: { min: number; max: number }): Pace {
  let interval = min;
  let woken = false;
  let stopped = false;
  let waiting: { end(): void; wakeable: boolean } | undefined;

  const wait = (ms: number, wakeable: boolean) =>
    new Promise<void>((resolve) => {
      if (stopped || ms <= 0) return resolve();
      const end = () => {
        clearTimeout(timer);
        waiting = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      waiting = { end, wakeable };
    });

  return {
    wake() {
      woken = true;
      if (waiting?.wakeable) waiting.end();
    },
    stop() {
      stopped = true;
      waiting?.end();
    },
    async untilNext(found) {
      interval = found ? min : Math.min(max, interval * 2);
      await wait(min, false);
      if (!woken) await wait(interval - min, true);
      if (woken) interval = min;
      woken = false;
    },
    rest: (ms) => wait(ms, false),
  };
}
