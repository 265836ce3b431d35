import type { ServiceIdentity } from '../config/identity';

// One process is one service: the identity is set once, by the first part that knows it, before anything is logged.
let current: ServiceIdentity = {
  service: process.env.OTEL_SERVICE_NAME ?? process.env.npm_package_name?.replace(/^@[^/]*\//, '') ?? 'unknown',
  version: process.env.npm_package_version ?? '0.0.0',
};

/** Names this process on log lines, spans and in the build info. */
export function identify({ service, version }: ServiceIdentity): void {
  current = { service, version };
}

export const identity = (): ServiceIdentity => current;
