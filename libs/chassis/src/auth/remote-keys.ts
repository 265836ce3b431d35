import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { Transient } from '../errors';
import { logger } from '../telemetry/logger';
import { sparingly } from '../telemetry/sparingly';

const warn = sparingly(logger('auth').warn);

export interface RemoteKeysOptions {
  readonly url: string;
  readonly timeoutMs?: number;
  /** Keys are fetched anew in the background after this time; those that are there serve until then. */
  readonly maxAgeMs?: number;
  /** After this time without success keys are used no more. Longer than tokens live, nothing is gained by it. */
  readonly staleMs?: number;
  /** The least time between two fetches for keys that are not known: made-up key ids must not become requests. */
  readonly cooldownMs?: number;
  readonly now?: () => number;
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * The public keys at a JWKS address, cached. Knows of rotation: a key that is not known yet is looked for at once.
 * Guarantee: while the address does not answer, what was fetched goes on being used; only one that never answered, or has not
 * for long, fails the caller, with Transient (503), as nothing is known of the token then.
 */
export function remoteKeys(options: RemoteKeysOptions): JWTVerifyGetKey {
  const { url, timeoutMs = 2_000, maxAgeMs = 300_000, staleMs = 3_600_000, cooldownMs = 5_000 } = options;
  const now = options.now ?? (() => performance.now());
  let known: { keys: KeySet; at: number } | undefined;
  let lastTry = Number.NEGATIVE_INFINITY;
  let fetching: Promise<KeySet> | undefined;

  async function load(): Promise<KeySet> {
    lastTry = now();
    const keys = await fetchKeys(url, timeoutMs);
    known = { keys, at: now() };
    return keys;
  }

  /** Whoever asks while a fetch is under way waits for that one. */
  const refresh = (): Promise<KeySet> => {
    fetching ??= load().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };

  async function current(): Promise<KeySet> {
    if (known === undefined || now() - known.at > staleMs) return refresh();
    if (now() - known.at > maxAgeMs && now() - lastTry > cooldownMs) {
      refresh().catch((error) => warn('the keys of access tokens cannot be fetched; those known go on', { error }));
    }
    return known.keys;
  }

  return async (header, token) => {
    const keys = await current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || now() - lastTry <= cooldownMs) throw error;
      return (await refresh())(header, token);
    }
  };
}

async function fetchKeys(url: string, timeoutMs: number): Promise<KeySet> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return createLocalJWKSet((await answer.json()) as JSONWebKeySet);
  } catch (cause) {
    throw new Transient(`The keys of access tokens cannot be fetched from ${url}`, { cause });
  }
}
