import type { Env } from '@spillway/chassis';

/** What a request costs the system, in words. */
export type LimitName = 'reads' | 'writes' | 'sensitive';

/** So many requests within so many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

export interface LimitsConfig {
  /** For each caller: a user where the request says who it is, else an address. */
  readonly perCaller: Readonly<Record<LimitName, Limit>>;
  /** For each address, whoever asks from there: many users may share one. */
  readonly perAddress: Limit;
}

/** In each process by itself: with N replicas a caller may have up to N times as much. */
export const limitsConfig = (from: Env): LimitsConfig => {
  const aMinute = (name: string, requests: number): Limit => ({
    requests: from.int(`RATE_LIMIT_${name}_PER_MINUTE`, { default: requests, min: 1 }),
    seconds: 60,
  });
  return {
    perCaller: { reads: aMinute('READS', 600), writes: aMinute('WRITES', 120), sensitive: aMinute('SENSITIVE', 20) },
    perAddress: aMinute('ADDRESS', 3_000),
  };
};
