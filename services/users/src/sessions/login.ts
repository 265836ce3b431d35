import type { Database } from '@spillway/chassis';
import { normalEmail } from '../domain/email';
import type { User } from '../domain/user';
import { logins } from '../metrics';
import type { Judge } from '../passwords/judge';
import type { Passwords } from '../passwords/passwords';
import { renewHash } from '../users/password';
import { credentialsByEmail } from '../users/read';
import { type OpenedSession, openSession } from './open';

export interface LoginRequest {
  readonly email: string;
  readonly password: string;
  readonly address?: string | undefined;
}

export interface LoggingIn {
  readonly db: Database;
  readonly judge: Judge;
  readonly passwords: Passwords;
  readonly sessionMs: number;
}

/** Opens a session for whoever knows the password; undefined for anybody else. */
export async function login(
  { db, judge, passwords, sessionMs }: LoggingIn,
  { email: text, password, address }: LoginRequest,
): Promise<(OpenedSession & { readonly user: User }) | undefined> {
  const email = normalEmail(text) ?? '';
  const credentials = await judge({ email, password, address, find: () => credentialsByEmail(db, email) });
  if (credentials === undefined) {
    logins.inc({ outcome: 'refused' });
    return undefined;
  }
  const { user, passwordHash } = credentials;
  const opened = await openSession(db, { userId: user.userId, passwordHash, lifetimeMs: sessionMs });
  logins.inc({ outcome: opened === undefined ? 'refused' : 'accepted' });
  if (opened === undefined) return undefined;
  // After the session, which is bound to the hash that was checked.
  if (passwords.isOutdated(passwordHash))
    await renewHash(db, user.userId, passwordHash, await passwords.hash(password));
  return { ...opened, user };
}
