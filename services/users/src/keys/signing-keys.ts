import { type Database, logger, type Part, repeat } from '@spillway/chassis';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { KeyConfig } from './config';
import { bytesOf } from './config';
import { nextStart, outlived, signer } from './schedule';
import { createKey, deleteKeys, readKeys, type SigningKey } from './store';

const log = logger('keys');

export interface SigningKeys extends Part {
  /** The key to sign with now. */
  current(): SigningKey;
  /** What is published: the key that signs, those before it whose tokens live, and the next one. */
  published(): JSONWebKeySet;
  /** For verifying here what was signed here. */
  readonly find: JWTVerifyGetKey;
}

export interface SigningKeysOptions {
  readonly db: Database;
  readonly config: KeyConfig;
  readonly now?: () => number;
}

/**
 * The keys in the database, kept up to date in memory, made and taken away when it is time.
 * Guarantee: replicas agree, because all is decided from the table, and changed under its lock; each sees a new key long before
 * that signs. Verifiers know it by then, too.
 */
export function signingKeys({ db, config, now = Date.now }: SigningKeysOptions): SigningKeys {
  const secrets = bytesOf(config.encryptionKeys);
  let keys: readonly SigningKey[] = [];
  let find: JWTVerifyGetKey = createLocalJWKSet({ keys: [] });

  async function look(): Promise<number> {
    let found = await readKeys(db, secrets);
    if (isChangeDue(found)) found = await change();
    keys = found;
    find = createLocalJWKSet(publicKeys());
    return config.refreshMs;
  }

  const isChangeDue = (known: readonly SigningKey[]): boolean =>
    nextStart(known, now(), config) !== undefined || outlived(known, now(), config).length > 0;

  /** Decided once more under the lock: another replica may have been first. */
  const change = () =>
    db.transaction(async (tx) => {
      await tx.query('LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE');
      const found = await readKeys(tx, secrets);
      const old = outlived(found, now(), config).map(({ kid }) => kid);
      const start = nextStart(found, now(), config);
      if (old.length > 0) await deleteKeys(tx, old);
      if (start !== undefined) await createKey(tx, secrets, start);
      log.info('signing keys changed', {
        deleted: old,
        ...(start && { nextSignsFrom: new Date(start).toISOString() }),
      });
      return readKeys(tx, secrets);
    });

  const publicKeys = (): JSONWebKeySet => ({ keys: keys.map(({ publicKey }) => publicKey) });
  const looking = repeat('signing keys', look);

  return {
    name: 'signing keys',
    async start(fail) {
      await look();
      await looking.start?.(fail);
    },
    stop: () => looking.stop?.(),
    current() {
      const key = signer(keys, now());
      if (key === undefined) throw new Error('There is no key to sign with: the part has not been started');
      return key;
    },
    published: publicKeys,
    find: (header, token) => find(header, token),
  };
}
