import { append, type Database } from '@spillway/chassis';
import { newId } from '@spillway/contracts';
import { accounts } from '../metrics';
import { type Origin, registered } from './events';
import { columns, type UserRow, userOf } from './row';

export interface NewUser {
  readonly email: string;
  readonly name?: string | undefined;
  readonly passwordHash: string;
}

/** Makes the account with its event, or does nothing where the e-mail address is taken: the caller cannot tell, and must not. */
export async function register(db: Database, { email, name, passwordHash }: NewUser, origin: Origin): Promise<void> {
  const isNew = await db.transaction(async (tx) => {
    const [row] = await tx.query<UserRow>(
      `INSERT INTO users (user_id, email, name, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING ${columns}`,
      [newId(), email, name ?? null, passwordHash],
      'users-register',
    );
    if (row !== undefined) await append(tx, [registered(userOf(row), origin)]);
    return row !== undefined;
  });
  if (isNew) accounts.inc({ change: 'registered' });
}
