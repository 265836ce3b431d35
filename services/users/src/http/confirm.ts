import type { Judge } from '../passwords/judge';
import type { Credentials } from '../users/read';
import { wrongPassword } from './problems';

/** For what an account stands and falls with: a token is not enough, the password is asked for once more. */
export async function confirm(
  judge: Judge,
  found: Credentials,
  password: string,
  address: string | undefined,
): Promise<void> {
  const right = await judge({ email: found.user.email, password, address, find: async () => found });
  if (right === undefined) throw wrongPassword();
}
