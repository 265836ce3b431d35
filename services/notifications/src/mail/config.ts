import type { Env, Secret } from '@spillway/chassis';

export interface MailConfig {
  /** smtp://, smtps:// (nodemailer's options may stand in the query), or sink: to count mails instead of sending them. */
  readonly url: Secret;
  /** The sender, with or without a name: Spillway <orders@example.com>. */
  readonly from: string;
  /** Where mail goes for users without an address of their own; without it their mails are recorded as failed. */
  readonly fallbackDomain?: string;
  /** Connections to the mail server, each with one mail in flight. */
  readonly connections: number;
  /** For one mail, from the free connection to the server's last word; waiting for a connection may take as long again. */
  readonly timeoutMs: number;
}

const sender = {
  matches: /^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
  words: 'must be an address, as in orders@example.com or Spillway <orders@example.com>',
};
const domain = { matches: /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, words: 'must be a domain, as in example.com' };

export function mailConfig(from: Env): MailConfig {
  const fallbackDomain = from.string('MAIL_FALLBACK_DOMAIN', { default: '', pattern: domain });
  return {
    url: from.secretUrl('SMTP_URL', { protocols: ['smtp', 'smtps', 'sink'] }),
    from: from.string('MAIL_FROM', { default: 'Spillway <orders@spillway.example>', pattern: sender }),
    ...(fallbackDomain === '' ? {} : { fallbackDomain }),
    connections: from.int('SMTP_CONNECTIONS', { default: 10, min: 1, max: 500 }),
    timeoutMs: from.int('SMTP_TIMEOUT_MS', { default: 12_000, min: 100 }),
  };
}
