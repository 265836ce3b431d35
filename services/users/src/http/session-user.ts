import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '@spillway/chassis';
import type { Caller } from '@spillway/chassis/auth';
import { type Credentials, userOfSession } from '../users/read';
import type { Deps } from './deps';
import { sessionEnded } from './problems';

export type SessionUser = Credentials & { readonly caller: Caller };

/** Who acts, as the database knows him now: a session that was ended is ended here at once, and a role is that of today. */
export async function sessionUser({ db, authenticate }: Deps, headers: IncomingHttpHeaders): Promise<SessionUser> {
  const caller = await authenticate(headers);
  const found = await userOfSession(db, caller.userId, caller.sessionId);
  if (found === undefined) throw sessionEnded();
  return { ...found, caller };
}

export async function admin(deps: Deps, headers: IncomingHttpHeaders): Promise<SessionUser> {
  const found = await sessionUser(deps, headers);
  if (found.user.role !== 'admin') throw new Problem(403, 'forbidden', 'Only an admin may do this.');
  return found;
}
