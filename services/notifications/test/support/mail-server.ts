import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** Mails taken so far whose headers or bodies contain the text. */
  mails(text: string): ParsedMail[];
  stop(): Promise<void>;
}

export interface MailRules {
  port?: number;
  /** The reply to a recipient; nothing: it is accepted. */
  refuse?: (recipient: string) => { code: number; text: string } | undefined;
  /** Held back until this resolves. */
  accept?: (mail: ParsedMail) => Promise<void>;
}

/** A real SMTP server that keeps what it takes. */
export async function mailServer({ port = 0, refuse, accept }: MailRules = {}): Promise<MailServer> {
  const taken: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 50,
    onRcptTo({ address }, _session, done) {
      const refusal = refuse?.(address);
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, _session, done) {
      simpleParser(stream)
        .then(async (mail) => {
          await accept?.(mail);
          taken.push(mail);
          done();
        })
        .catch(done);
    },
  });
  server.on('error', () => {}); // connections that tests break off
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails: (text) => taken.filter((mail) => JSON.stringify([mail.messageId, mail.to, mail.text]).includes(text)),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
