import type { Role } from '../domain/roles';
import type { User } from '../domain/user';

export interface UserRow {
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly webhook_url: string | null;
  readonly version: number;
}

export const columns = 'user_id, email, name, role, webhook_url, version';

export const userOf = (row: UserRow): User => ({
  userId: row.user_id,
  email: row.email,
  ...(row.name !== null && { name: row.name }),
  role: row.role,
  ...(row.webhook_url !== null && { webhookUrl: row.webhook_url }),
  version: row.version,
});
