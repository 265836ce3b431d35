import type { Tx } from '@spillway/chassis';
import type { User } from '../domain/user';
import { columns, type UserRow, userOf } from './row';

/** What a login is judged by. */
export interface Credentials {
  readonly user: User;
  readonly passwordHash: string;
}

type CredentialRow = UserRow & { readonly password_hash: string };

const credentialsOf = (row: CredentialRow): Credentials => ({ user: userOf(row), passwordHash: row.password_hash });

export async function credentialsByEmail(db: Tx, email: string): Promise<Credentials | undefined> {
  const statement = `SELECT ${columns}, password_hash FROM users WHERE email = $1`;
  const rows = await db.query<CredentialRow>(statement, [email], 'users-by-email');
  return rows.map(credentialsOf)[0];
}

/** The user of a session that goes on; undefined once the session has ended or the user is gone. */
export async function userOfSession(db: Tx, userId: string, sessionId: string): Promise<Credentials | undefined> {
  const rows = await db.query<CredentialRow>(
    `SELECT ${columns}, password_hash FROM users
      WHERE user_id = $1 AND EXISTS (
        SELECT FROM sessions s
         WHERE s.session_id = $2 AND s.user_id = users.user_id AND s.ended_at IS NULL AND s.expires_at > now())`,
    [userId, sessionId],
    'users-of-session',
  );
  return rows.map(credentialsOf)[0];
}

export async function userById(db: Tx, userId: string): Promise<User | undefined> {
  const rows = await db.query<UserRow>(`SELECT ${columns} FROM users WHERE user_id = $1`, [userId], 'users-by-id');
  return rows.map(userOf)[0];
}

/** A page of all users, the newest first: ids are UUIDv7. */
export async function usersPage(db: Tx, page: { limit: number; after?: string | undefined }): Promise<User[]> {
  const rows = await db.query<UserRow>(
    `SELECT ${columns} FROM users
      WHERE user_id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY user_id DESC LIMIT $2`,
    [page.after ?? null, page.limit],
    'users-page',
  );
  return rows.map(userOf);
}
