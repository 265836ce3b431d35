import type { MailAddresses } from './mail';
import { type ServiceEntry, type ServiceName, services } from './services';

/** What a service finds in its environment; what the user set for this machine (OTEL_…, SIMULATED_…) passes through. */
export function environmentOf(
  service: ServiceName,
  system: {
    brokers: string;
    databaseUrl: string;
    mail: MailAddresses;
    url(service: string): string;
    extra?: Record<string, string> | undefined;
  },
): NodeJS.ProcessEnv {
  const entry: ServiceEntry = services[service];
  return {
    LOG_LEVEL: 'info',
    // One JSON object a line in the files; `make up` makes it readable for people.
    LOG_FORMAT: 'json',
    MIGRATE_ON_START: 'true',
    SHUTDOWN_TIMEOUT_MS: '5000',
    ...entry.env?.(system),
    ...inherited(process.env),
    NODE_ENV: 'production',
    ...(system.databaseUrl === '' ? {} : { DATABASE_URL: system.databaseUrl }),
    KAFKA_BROKERS: system.brokers,
    ...system.extra,
  };
}

// Ours (KAFKA_PORT, ORDERS_PORT, …) and those of a test runner we may run in are not for the services.
const inherited = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^[A-Z]+_PORT$|^POSTGRES_URL$|^JEST_/.test(name)));
