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

/**
 * Makes the account with its event, or nothing where the e-mail address is taken: the caller cannot tell, and must not. The row that
 * is there is written as it is, so that either way there is a row to write and a commit to wait for the disk.
 */
export async function register(db: Database, { email, name, passwordHash }: NewUser, origin: Origin): Promise<void> {
  const isNew = await db.transaction(async (tx) => {
    const [row] = await tx.query<UserRow & { is_new: boolean }>(
      `INSERT INTO users (user_id, email, name, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO UPDATE SET email = excluded.email
       RETURNING ${columns}, xmax = 0 AS is_new`,
      [newId(), email, name ?? null, passwordHash],
      'users-register',
    );
    if (row?.is_new) await append(tx, [registered(userOf(row), origin)]);
    return row?.is_new;
  });
  if (isNew) accounts.inc({ change: 'registered' });
}
