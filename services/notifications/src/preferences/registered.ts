import type { Tx } from '@spillway/chassis';
import type { UserDeleted, UserRegistered } from '@spillway/contracts';

export interface Registered {
  readonly user: UserRegistered['data'];
  /** For a webhook that is new; its owner asks for one he gets to see. */
  readonly freshSecret: string;
}

// Sorted, so that two transactions that write the same users wait for each other instead of deadlocking.
const learnStatement = `
  INSERT INTO preferences AS old (user_id, email, webhook_url, webhook_secret, version)
  SELECT user_id, email, url, CASE WHEN url IS NOT NULL THEN secret END, version
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS new (user_id, email, url, secret, version)
   ORDER BY user_id
  ON CONFLICT (user_id) DO UPDATE SET
    email = excluded.email,
    webhook_url = excluded.webhook_url,
    webhook_secret = CASE
      WHEN old.webhook_url = excluded.webhook_url THEN old.webhook_secret ELSE excluded.webhook_secret END,
    webhook_gone_at = CASE WHEN old.webhook_url = excluded.webhook_url THEN old.webhook_gone_at END,
    version = excluded.version,
    updated_at = now()
  WHERE old.version < excluded.version`;

/** Writes what users are known by now. Whatever comes twice, or after something newer, changes nothing. */
export async function learn(tx: Tx, registered: readonly Registered[]): Promise<void> {
  const users = registered.map(({ user }) => user);
  await tx.query(
    learnStatement,
    [
      users.map(({ userId }) => userId),
      users.map(({ email }) => email ?? null),
      users.map(({ webhook }) => webhook?.url ?? null),
      registered.map(({ freshSecret }) => freshSecret),
      users.map(({ version }) => version),
    ],
    'preferences-learn',
  );
}

const forgetStatement = `
  INSERT INTO preferences AS old (user_id, version, deleted)
  SELECT user_id, version, true FROM unnest($1::text[], $2::int[]) AS gone (user_id, version) ORDER BY user_id
  ON CONFLICT (user_id) DO UPDATE SET
    email = NULL, webhook_url = NULL, webhook_secret = NULL, webhook_gone_at = NULL,
    version = excluded.version, deleted = true, updated_at = now()
  WHERE old.version < excluded.version`;

/** Erases all that is personal; what remains is that there was somebody of this id. */
export async function forget(tx: Tx, users: readonly UserDeleted['data'][]): Promise<void> {
  const values = [users.map(({ userId }) => userId), users.map(({ version }) => version)];
  await tx.query(forgetStatement, values, 'preferences-forget');
}
