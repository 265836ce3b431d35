import type { Database } from '@spillway/chassis';
import { normalEmail } from '../domain/email';
import { changeUser } from './change';
import { credentialsByEmail } from './read';

/** Gives each the role admin; the running service publishes the events. */
export async function makeAdmins(db: Database, emails: readonly string[]) {
  const outcomes: { email: string; found: boolean }[] = [];
  for (const email of emails) {
    const account = await credentialsByEmail(db, normalEmail(email) ?? '');
    const user = account && (await changeUser(db, account.user.userId, { role: 'admin' }));
    outcomes.push({ email, found: user !== undefined });
  }
  return outcomes;
}
