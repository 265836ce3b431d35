import { createTransport } from 'nodemailer';
import type { MailConfig } from './config';
import { sunk } from './metrics';
import { restAfterFailure } from './rest-after-failure';
import { slots } from './slots';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** Mail programs show all mails that refer to the same id as one conversation. */
  references: string;
}

export interface Transport {
  /** Resolves when the mail server has taken responsibility for the mail. `signal` ends only the wait for a connection. */
  send(mail: Mail, signal?: AbortSignal): Promise<void>;
  /** Lets mails in flight finish. */
  close(): Promise<void>;
}

/** Counts instead of sending: for measuring everything but the mail server. */
const sink = (): Transport => ({
  async send() {
    sunk.inc();
  },
  async close() {},
});

function smtp({ url, connections, timeoutMs }: MailConfig): Transport {
  const pool = createTransport({
    url: url.reveal(),
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    maxRequeues: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Bodies are ours and plain text: nothing in them may ever name a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const connection = slots(connections, timeoutMs);
  const headers = { 'Auto-Submitted': 'auto-generated' };
  return {
    async send(mail, signal) {
      await connection(() => pool.sendMail({ ...mail, headers, signal: AbortSignal.timeout(timeoutMs) }), signal);
    },
    async close() {
      pool.close();
    },
  };
}

/** A pool of SMTP connections, or the counting sink. */
export const mailTransport = (config: MailConfig): Transport =>
  config.url.reveal().startsWith('sink:') ? sink() : restAfterFailure(smtp(config));
