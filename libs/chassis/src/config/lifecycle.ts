import type { Env } from './environment';
import type { ServiceIdentity } from './identity';

export interface LifecycleConfig extends ServiceIdentity {
  /** Everything must have stopped this many milliseconds after the first signal; keep it below the grace period of the platform. */
  readonly shutdownTimeout: number;
  /** Between readiness off and the first part's stop: time for load balancers to look away. */
  readonly shutdownDelay: number;
}

export function lifecycleConfig(from: Env, { service, version }: ServiceIdentity): LifecycleConfig {
  const shutdownTimeout = from.int('SHUTDOWN_TIMEOUT_MS', { default: 25_000, min: 100 });
  const shutdownDelay = from.int('SHUTDOWN_DELAY_MS', { default: 0, min: 0 });
  if (shutdownDelay >= shutdownTimeout) from.fail('SHUTDOWN_DELAY_MS', 'must be below SHUTDOWN_TIMEOUT_MS');
  return { service, version, shutdownTimeout, shutdownDelay };
}
