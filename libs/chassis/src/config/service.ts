import { identify } from '../telemetry/identity';
import { databaseConfig } from './database';
import type { Env } from './environment';
import { httpConfig } from './http';
import type { ServiceIdentity } from './identity';
import { kafkaConfig } from './kafka';
import { lifecycleConfig } from './lifecycle';
import { relayConfig } from './relay';
import { telemetryConfig } from './telemetry';

export interface ServiceDefaults extends ServiceIdentity {
  readonly port: number;
}

/** The settings every service has that consumes, stores, publishes and answers. Its group is named after it. */
export function serviceConfig(from: Env, { port, ...identity }: ServiceDefaults) {
  identify(identity);
  return {
    lifecycle: lifecycleConfig(from, identity),
    telemetry: telemetryConfig(from, identity),
    database: databaseConfig(from, identity),
    kafka: kafkaConfig(from, { ...identity, group: identity.service }),
    relay: relayConfig(from),
    http: httpConfig(from, { port }),
    /** Off where migrations are a step of the deployment. */
    migrateOnStart: from.bool('MIGRATE_ON_START', { default: true }),
  };
}
