import { type Passwords, passwords } from '../../src/passwords/passwords';

/** The real hashing, counted: time is compared by the work that is done, not by the clock. */
export function countedPasswords(): Passwords & { mark(): { hashes: number } } {
  const real = passwords({ memoryKiB: 8_192, passes: 1, atOnce: 2, waiting: 1_000 });
  let hashes = 0;
  return {
    hash(password) {
      hashes++;
      return real.hash(password);
    },
    matches(password, stored) {
      hashes++;
      return real.matches(password, stored);
    },
    isOutdated: real.isOutdated,
    mark: () => ({ hashes }),
  };
}
