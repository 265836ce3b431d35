import { append, type Database } from '@spillway/chassis';
import type { User } from '../domain/user';
import { type Origin, updated } from './events';
import { columns, type UserRow, userOf } from './row';

/** What is different from now on; `null` takes it away, what is left out stays. */
export interface Change {
  readonly email?: string | undefined;
  readonly name?: string | null | undefined;
  readonly webhookUrl?: string | null | undefined;
  readonly role?: User['role'] | undefined;
}

/** The address belongs to another account. */
export class EmailTaken extends Error {
  readonly code = 'EMAIL_TAKEN';

  constructor() {
    super('The e-mail address belongs to another account.');
    this.name = 'EmailTaken';
  }
}

/** The user as he is after it; undefined where there is none. Throws EmailTaken. */
export async function changeUser(db: Database, userId: string, change: Change, origin: Origin = {}) {
  try {
    return await db.transaction(async (tx) => {
      const [row] = await tx.query<UserRow>(`SELECT ${columns} FROM users WHERE user_id = $1 FOR UPDATE`, [userId]);
      if (row === undefined) return undefined;
      const next = changed(row, change);
      // What is the same as before is no change: nothing is written, and no event tells of it.
      if (isSame(row, next)) return userOf(row);
      await tx.query(
        `UPDATE users SET email = $2, name = $3, webhook_url = $4, role = $5, version = $6, updated_at = now()
          WHERE user_id = $1`,
        [userId, next.email, next.name, next.webhook_url, next.role, next.version],
      );
      await append(tx, [updated(userOf(next), origin)]);
      return userOf(next);
    });
  } catch (error) {
    // The driver's error quotes the address; nothing of it goes on.
    throw isTaken(error) ? new EmailTaken() : error;
  }
}

const changed = (row: UserRow, { email, name, webhookUrl, role }: Change): UserRow => ({
  user_id: row.user_id,
  email: email ?? row.email,
  name: name === undefined ? row.name : name,
  webhook_url: webhookUrl === undefined ? row.webhook_url : webhookUrl,
  role: role ?? row.role,
  version: row.version + 1,
});

const isSame = (before: UserRow, after: UserRow): boolean =>
  before.email === after.email &&
  before.name === after.name &&
  before.webhook_url === after.webhook_url &&
  before.role === after.role;

const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  Reflect.get(error, 'code') === '23505' &&
  Reflect.get(error, 'constraint') === 'users_email_key';
