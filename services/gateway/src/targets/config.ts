import type { Env } from '@spillway/chassis';

/** The services behind the gateway, and where they are unless it is told otherwise: by their names, as Kubernetes has them. */
const defaults = {
  orders: 'http://orders:3001',
  payments: 'http://payments:3002',
  notifications: 'http://notifications:3003',
  users: 'http://users:3005',
  products: 'http://products:3006',
  analytics: 'http://analytics:3007',
} as const;

export type TargetName = keyof typeof defaults;
export const targetNames = Object.keys(defaults) as TargetName[];

export interface TargetsConfig {
  readonly urls: Readonly<Record<TargetName, string>>;
  /** Milliseconds until an answer must be there. */
  readonly timeout: number;
  /** Requests to one target at once; what comes above is refused. One slow service then cannot take the whole gateway. */
  readonly concurrency: number;
  /** Milliseconds after which a target that failed is tried again. */
  readonly retryAfter: number;
}

export const targetsConfig = (from: Env): TargetsConfig => ({
  urls: Object.fromEntries(
    targetNames.map((name) => [
      name,
      from.url(`${name.toUpperCase()}_URL`, { default: defaults[name], protocols: ['http', 'https'] }),
    ]),
  ) as Record<TargetName, string>,
  timeout: from.int('TARGET_TIMEOUT_MS', { default: 5_000, min: 50 }),
  concurrency: from.int('TARGET_MAX_CONCURRENT', { default: 200, min: 1 }),
  retryAfter: from.int('TARGET_RETRY_AFTER_MS', { default: 3_000, min: 50 }),
});
