import { hash, hashSync, parseOptions, verify } from '@node-rs/argon2';
import { passwordBytes } from '../domain/password';
import type { PasswordConfig } from './config';
import { line } from './line';
import { timed } from './metrics';

export interface Passwords {
  /** The hash to be stored. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one behind the hash. Without a hash (nobody of that name) the same work is done, and the
   * answer is no: time tells nothing about who exists.
   */
  matches(password: string, stored: string | undefined): Promise<boolean>;
  /** True where the settings ask for more than the hash was made with. */
  isOutdated(stored: string): boolean;
}

/** Argon2id, on threads, as many at once as the settings say. Throws Overloaded beyond that: refused, never queued without end. */
export function passwords({ memoryKiB, passes, atOnce, waiting }: PasswordConfig): Passwords {
  const inTurn = line('password hashing', { atOnce, waiting });
  const options = { memoryCost: memoryKiB, timeCost: passes, parallelism: 1 }; // argon2id is the library's default
  const make = (password: string) => inTurn(() => timed('hash', () => hash(passwordBytes(password), options)));
  // Of no password anybody can have: those are at least eight characters. Made beforehand, or the first of nobody would take longer.
  const nobodys = hashSync(Buffer.alloc(1), options);

  return {
    hash: make,
    async matches(password, stored) {
      const same = await inTurn(() => timed('verify', () => verify(stored ?? nobodys, passwordBytes(password))));
      return same && stored !== undefined;
    },
    isOutdated(stored) {
      const { memoryCost, timeCost } = parseOptions(stored);
      return memoryCost < memoryKiB || timeCost < passes;
    },
  };
}
