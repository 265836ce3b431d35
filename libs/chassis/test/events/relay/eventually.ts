import { type EventuallyOptions, eventually as eventuallyGiven } from '../../../src/testing/eventually';

/** Waits until the expectation holds, and fails with its last failure. */
export const eventually = (expectation: () => unknown, options?: EventuallyOptions): Promise<true> =>
  eventuallyGiven(
    async () => {
      await expectation();
      return true;
    },
    { everyMs: 5, ...options },
  );
