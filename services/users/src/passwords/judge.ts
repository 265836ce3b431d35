import { logger } from '@spillway/chassis';
import type { Attempts } from '../attempts/attempts';
import type { AttemptConfig } from '../attempts/config';
import type { AttemptKey } from '../attempts/keys';
import type { Credentials } from '../users/read';
import type { Passwords } from './passwords';

const log = logger('passwords');

/** Somebody says that he is the one of this e-mail address. */
export interface Guess {
  /** In its normal form; what is no address at all is empty, and judged like all others. */
  readonly email: string;
  readonly password: string;
  /** The network the guess came from, where that is known. */
  readonly address?: string | undefined;
  readonly find: () => Promise<Credentials | undefined>;
}

/** The credentials, if the password is theirs. Throws a Problem (429) after too many wrong ones. */
export type Judge = (guess: Guess) => Promise<Credentials | undefined>;

export interface Judging {
  readonly attempts: Attempts;
  readonly keyOf: AttemptKey;
  readonly passwords: Passwords;
  readonly config: AttemptConfig;
}

/**
 * The one place where a password is checked. An attempt counts before the hash is made and is taken back if it was no guess, so
 * that neither many at once nor a process that dies in between gets guesses for nothing. Whether there is such an account
 * changes nothing of the work: one look, one hash.
 */
export const judge =
  ({ attempts, keyOf, passwords, config }: Judging): Judge =>
  async ({ email, password, address, find }) => {
    const account = { key: keyOf('account', email), free: config.freePerAccount };
    const network = address === undefined ? [] : [{ key: keyOf('address', address), free: config.freePerAddress }];
    await attempts.begin([account, ...network]);
    let credentials: Credentials | undefined;
    let right: boolean;
    try {
      credentials = await find();
      right = await passwords.matches(password, credentials?.passwordHash);
    } catch (error) {
      await attempts.undo([account, ...network]).catch((failure: unknown) => {
        log.warn('an attempt stays counted although it was not judged', { error: failure });
      });
      throw error;
    }
    if (!right) return undefined;
    await attempts.undo(network);
    await attempts.forget(account);
    return credentials;
  };
