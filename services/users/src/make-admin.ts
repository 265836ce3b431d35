// Makes users admins: node dist/make-admin.js ada@example.com …   The first admin has nobody else who could.
import { database } from '@spillway/chassis';
import { readDatabaseConfig } from './config';
import { makeAdmins } from './users/make-admins';

async function main(emails: readonly string[]): Promise<number> {
  const db = database(readDatabaseConfig(process.env));
  await db.start?.(() => undefined);
  try {
    const outcomes = await makeAdmins(db, emails);
    for (const { email, found } of outcomes) {
      if (found) process.stdout.write(`${email} is an admin\n`);
      else process.stderr.write(`${email} has no account: register it first\n`);
    }
    return outcomes.every(({ found }) => found) ? 0 : 1;
  } finally {
    await db.stop?.();
  }
}

const emails = process.argv.slice(2);
if (emails.length === 0) {
  process.stderr.write('usage: node dist/make-admin.js <e-mail address> …\n');
  process.exitCode = 2;
} else {
  main(emails).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
