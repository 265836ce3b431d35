import { join, resolve } from 'node:path';
import type { Child } from '../processes/child';
import { startReady } from '../processes/start-ready';

export interface MailAddresses {
  readonly smtpUrl: string;
  /** The page for people; its API is under /api. */
  readonly apiUrl: string;
}

export interface Mail extends MailAddresses {
  readonly child: Child;
}

/** The mail catcher as a process of its own, so that its work is not charged to whoever measures. */
export async function startMail(options: {
  smtpPort: number;
  httpPort: number;
  logs: string;
  started?: (child: Child) => void;
}): Promise<Mail> {
  const { smtpPort, httpPort, logs, started } = options;
  const apiUrl = `http://127.0.0.1:${httpPort}`;
  const program = {
    name: 'mail',
    command: process.execPath,
    args: [resolve(__dirname, '../../dist/mail/main.js')],
    logFile: join(logs, 'mail.log'),
    env: { ...process.env, SMTP_PORT: String(smtpPort), PORT: String(httpPort) },
    started,
  };
  const child = await startReady(program, 'the mail catcher answers', async () => (await fetch(`${apiUrl}/readyz`)).ok);
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, apiUrl, child };
}
