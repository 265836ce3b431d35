import { Problem } from '@spillway/chassis';
import { Counter } from 'prom-client';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit, LimitName, LimitsConfig } from './config';

const refused = new Counter({
  name: 'gateway_rate_limited_requests_total',
  help: 'Requests refused because their caller had asked too often, by limit',
  labelNames: ['limit'],
});

export interface Limits {
  /** One more request from an address. @throws Problem (429) */
  address(address: string): Promise<void>;
  /** One more of a caller, and the headers that say what is left. @throws Problem (429) */
  caller(limit: LimitName, caller: string): Promise<Record<string, string>>;
}

type Take = (key: string) => Promise<Record<string, string>>;

/** Headers as draft-ietf-httpapi-ratelimit-headers has them. */
const headersOf = (name: string, { requests, seconds }: Limit, left: RateLimiterRes): Record<string, string> => ({
  'ratelimit-policy': `"${name}";q=${requests};w=${seconds}`,
  ratelimit: `"${name}";r=${left.remainingPoints};t=${Math.ceil(left.msBeforeNext / 1_000)}`,
});

function limiter(name: string, limit: Limit): Take {
  const memory = new RateLimiterMemory({ points: limit.requests, duration: limit.seconds });
  return async (key) => {
    try {
      return headersOf(name, limit, await memory.consume(key));
    } catch (left) {
      if (!(left instanceof RateLimiterRes)) throw left;
      refused.inc({ limit: name });
      const seconds = Math.ceil(left.msBeforeNext / 1_000);
      throw new Problem(
        429,
        'too-many-requests',
        `At most ${limit.requests} requests in ${limit.seconds} s. Wait ${seconds} s.`,
        {
          headers: { ...headersOf(name, limit, left), 'retry-after': String(Math.max(1, seconds)) },
        },
      );
    }
  };
}

export function limits({ perCaller, perAddress }: LimitsConfig): Limits {
  const ofAddress = limiter('address', perAddress);
  const ofCaller: Record<LimitName, Take> = {
    reads: limiter('reads', perCaller.reads),
    writes: limiter('writes', perCaller.writes),
    sensitive: limiter('sensitive', perCaller.sensitive),
  };
  return {
    address: async (address) => void (await ofAddress(address)),
    caller: (limit, caller) => ofCaller[limit](caller),
  };
}
