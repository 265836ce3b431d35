import { startMailCatcher } from './catcher';

// node dist/mail/main.js: the catcher as a process of its own.
// HOST (of this machine alone unless set), SMTP_PORT, PORT (page and API), MAIL_KEEP.

const portOf = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

startMailCatcher({
  host: process.env.HOST,
  smtpPort: portOf('SMTP_PORT', 1025),
  httpPort: portOf('PORT', 1080),
  keepInFull: portOf('MAIL_KEEP', 2_000),
}).then(
  () => process.stdout.write('{"level":"info","message":"catching mail"}\n'),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
