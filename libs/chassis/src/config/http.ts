import type { Env } from './environment';

/** Durations in milliseconds, sizes in bytes. */
export interface HttpConfig {
  readonly port: number;
  readonly host: string;
  readonly bodyLimit: number;
  /** Requests worked on at once; what comes above is refused with 503 and Retry-After, before its body is read. */
  readonly maxConcurrent: number;
  /** Seconds a refused client is told to wait. */
  readonly retryAfter: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** Keep it above the idle timeout of the load balancer, or answers are lost in the race between the two. */
  readonly keepAliveTimeout: number;
  /** How long idle connections may still deliver a request while draining. */
  readonly drainGrace: number;
  /** Proxies between the callers and this service. Each adds the address it sees to X-Forwarded-For; what stands before is not believed. */
  readonly trustedProxies: number;
}

export function httpConfig(from: Env, defaults: { readonly port?: number } = {}): HttpConfig {
  const config: HttpConfig = {
    port: from.int('PORT', { default: defaults.port, min: 0, max: 65_535 }),
    host: from.string('HOST', { default: '::' }),
    bodyLimit: from.int('HTTP_BODY_LIMIT', { default: 256 * 1024, min: 1, max: 64 * 1024 * 1024 }),
    maxConcurrent: from.int('HTTP_MAX_CONCURRENT', { default: 1_000, min: 1 }),
    retryAfter: from.int('HTTP_RETRY_AFTER_SECONDS', { default: 1, min: 1 }),
    headersTimeout: from.int('HTTP_HEADERS_TIMEOUT_MS', { default: 10_000, min: 100 }),
    requestTimeout: from.int('HTTP_REQUEST_TIMEOUT_MS', { default: 30_000, min: 100 }),
    keepAliveTimeout: from.int('HTTP_KEEP_ALIVE_TIMEOUT_MS', { default: 72_000, min: 100 }),
    drainGrace: from.int('HTTP_DRAIN_GRACE_MS', { default: 250, min: 0 }),
    trustedProxies: from.int('HTTP_TRUSTED_PROXIES', { default: 0, min: 0, max: 10 }),
  };
  if (config.headersTimeout > config.requestTimeout) {
    from.fail('HTTP_HEADERS_TIMEOUT_MS', 'must not be above HTTP_REQUEST_TIMEOUT_MS: headers are part of the request');
  }
  return config;
}
