import type { Env } from '@spillway/chassis';

export interface PasswordConfig {
  /** KiB; each hash that is being made takes as much. */
  readonly memoryKiB: number;
  readonly passes: number;
  /** Hashes made at once. They run on libuv's threads, of which there are four: two are left for files and name look-ups. */
  readonly atOnce: number;
  /** Requests that may wait for a hash; the next one is refused with 503. */
  readonly waiting: number;
}

/** Defaults as OWASP's Password Storage Cheat Sheet has them for argon2id: 19 MiB, 2 passes, 1 lane. */
export const passwordConfig = (from: Env): PasswordConfig => ({
  memoryKiB: from.int('PASSWORD_MEMORY_KIB', { default: 19_456, min: 8_192, max: 1_048_576 }),
  passes: from.int('PASSWORD_PASSES', { default: 2, min: 1, max: 20 }),
  atOnce: from.int('PASSWORD_HASHES_AT_ONCE', { default: 2, min: 1, max: 64 }),
  waiting: from.int('PASSWORD_HASHES_WAITING', { default: 50, min: 0, max: 10_000 }),
});
