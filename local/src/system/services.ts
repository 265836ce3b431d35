import type { MailAddresses } from './mail';

export interface ServiceEntry {
  /** Port with `make up`; `<NAME>_PORT` in the environment changes it. */
  readonly port: number;
  /** False for a service that keeps nothing. */
  readonly database?: false;
  /** What the service needs beyond what every service gets. */
  readonly env?: (system: { mail: MailAddresses; url(service: string): string }) => Record<string, string>;
}

/** The services of the system, in the order they are shown. A new service is one line here. */
export const services = {
  orders: { port: 3001 },
  payments: { port: 3002 },
  notifications: { port: 3003, env: ({ mail }) => ({ SMTP_URL: mail.smtpUrl, ...notificationSettings }) },
  lag: { port: 3004, database: false },
  users: { port: 3005, env: () => ({ ENCRYPTION_KEYS: notASecret, WEBHOOK_ALLOW_PRIVATE: 'true' }) },
  products: { port: 3006, env: () => ({ DEMO_CATALOGUE: 'true' }) },
  analytics: { port: 3007 },
  gateway: { port: 3000, database: false, env: ({ url }) => urlsOfTargets(url) },
} as const satisfies Record<string, ServiceEntry>;

export type ServiceName = keyof typeof services;
/** Whether the service has a database of its own. */
export const hasDatabase = (name: ServiceName): boolean => (services[name] as ServiceEntry).database !== false;

export const serviceNames = Object.keys(services) as ServiceName[];

/** For this machine alone, and no secret: everybody can read it here. */
const notASecret = Buffer.from('no secret: only for this machine').toString('base64');
/** The gateway finds every other service under the name of its variable. */
const urlsOfTargets = (url: (service: string) => string): Record<string, string> =>
  Object.fromEntries(
    Object.keys(services)
      .filter((name) => name !== 'gateway')
      .map((name) => [`${name.toUpperCase()}_URL`, url(name)]),
  );

const notificationSettings = {
  MAIL_FROM: 'Spillway <orders@spillway.test>',
  MAIL_FALLBACK_DOMAIN: 'spillway.test',
  // Webhooks of somebody who tries things out go to this machine.
  WEBHOOK_ALLOW_PRIVATE: 'true',
};
