import type { Env } from '@spillway/chassis';

export interface AttemptConfig {
  /** Wrong passwords of one account, or from one address, that go through without a wait. */
  readonly freePerAccount: number;
  readonly freePerAddress: number;
  /** Registrations from one address, the same. */
  readonly freeRegistrations: number;
  /** Milliseconds: the first wait; it doubles each time, up to the longest. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** Milliseconds without an attempt after which all is forgotten. */
  readonly forgetAfter: number;
}

export function attemptConfig(from: Env): AttemptConfig {
  const config = {
    freePerAccount: from.int('LOGIN_FREE_PER_ACCOUNT', { default: 5, min: 1, max: 1_000_000 }),
    freePerAddress: from.int('LOGIN_FREE_PER_ADDRESS', { default: 20, min: 1, max: 1_000_000 }),
    freeRegistrations: from.int('REGISTER_FREE_PER_ADDRESS', { default: 20, min: 1, max: 1_000_000 }),
    firstWait: from.int('ATTEMPT_FIRST_WAIT_MS', { default: 1_000, min: 1_000, max: 3_600_000 }),
    longestWait: from.int('ATTEMPT_LONGEST_WAIT_MS', { default: 300_000, min: 1_000, max: 86_400_000 }),
    forgetAfter: from.int('ATTEMPT_FORGET_AFTER_MS', { default: 3_600_000, min: 1_000, max: 30 * 86_400_000 }),
  };
  if (config.firstWait > config.longestWait) {
    from.fail('ATTEMPT_FIRST_WAIT_MS', 'must not be above ATTEMPT_LONGEST_WAIT_MS');
  }
  if (config.forgetAfter <= config.longestWait) {
    from.fail('ATTEMPT_FORGET_AFTER_MS', 'must be above ATTEMPT_LONGEST_WAIT_MS, or waiting would be forgetting');
  }
  return config;
}
