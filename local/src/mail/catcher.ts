import { once } from 'node:events';
import { mailApi } from './api';
import { smtpServer } from './smtp';
import { type MailStore, mailStore } from './store';

export interface MailCatcher {
  readonly store: MailStore;
  stop(): Promise<void>;
}

/** Accepts mail on one port, and serves the page and the API on another; both answer when this resolves. */
export async function startMailCatcher(options: {
  smtpPort: number;
  httpPort: number;
  host?: string;
  keepInFull?: number;
}): Promise<MailCatcher> {
  const { smtpPort, httpPort, host = '127.0.0.1', keepInFull } = options;
  const store = mailStore(keepInFull);
  const smtp = smtpServer(store);
  // A client that hangs up in the middle of a command is that client's business.
  smtp.on('error', () => undefined);
  const api = mailApi(store);
  await Promise.all([once(smtp.listen(smtpPort, host), 'listening'), once(api.listen(httpPort, host), 'listening')]);
  return {
    store,
    async stop() {
      api.closeAllConnections();
      await Promise.all([new Promise<void>((done) => smtp.close(done)), new Promise((done) => api.close(done))]);
    },
  };
}
