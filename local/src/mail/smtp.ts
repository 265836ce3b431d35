import { SMTPServer } from 'smtp-server';
import type { MailStore } from './store';

/** An SMTP server that accepts whatever comes, for whomever, and puts it into the store. */
export function smtpServer(store: MailStore): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 500,
    onData(stream, session, accepted) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        store.add({ raw: Buffer.concat(chunks), from: mailFrom ? mailFrom.address : '', to });
        accepted();
      });
    },
  });
}
