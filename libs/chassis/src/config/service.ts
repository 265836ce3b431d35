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

/** The settings of a service that keeps nothing: it talks to Kafka and answers. Its group is named after it. */
export function statelessConfig(from: Env, { port, ...identity }: ServiceDefaults) {
  identify(identity);
  return {
    lifecycle: lifecycleConfig(from, identity),
    telemetry: telemetryConfig(from, identity),
    kafka: kafkaConfig(from, { ...identity, group: identity.service }),
    http: httpConfig(from, { port }),
  };
}

/** The settings every service has that consumes, stores, publishes and answers. */
export function serviceConfig(from: Env, defaults: ServiceDefaults) {
  return {
    ...statelessConfig(from, defaults),
    database: databaseConfig(from, defaults),
    relay: relayConfig(from),
    /** Off where migrations are a step of the deployment. */
    migrateOnStart: from.bool('MIGRATE_ON_START', { default: true }),
  };
}
