import type { Database } from '@spillway/chassis';
import type { Authenticate } from '@spillway/chassis/auth';
import type { Attempts } from '../attempts/attempts';
import type { AttemptKey } from '../attempts/keys';
import type { Config } from '../config';
import type { SigningKeys } from '../keys/signing-keys';
import type { Judge } from '../passwords/judge';
import type { Passwords } from '../passwords/passwords';
import type { SignToken } from '../sessions/access-token';

/** What the routes work with. */
export interface Deps {
  readonly db: Database;
  readonly config: Pick<Config, 'attempts' | 'sessions'>;
  readonly keys: SigningKeys;
  readonly sign: SignToken;
  readonly authenticate: Authenticate;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly keyOf: AttemptKey;
  readonly judge: Judge;
  /** Says that events were committed. */
  readonly wake: () => void;
  /** Why a webhook address is not accepted; undefined when it is. */
  readonly webhookRefusal: (url: string) => Promise<string | undefined>;
}
