import type { Tx } from '@spillway/chassis';
import { tokenAlgorithm } from '@spillway/chassis/auth';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Scheduled } from './schedule';
import { seal, unseal } from './seal';

/** A key of the database, open. */
export interface SigningKey extends Scheduled {
  readonly kid: string;
  /** As the world may see it. */
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
}

interface Row {
  readonly kid: string;
  readonly public_key: JWK;
  readonly sealed_private: Buffer;
  readonly signs_from: Date;
}

/** A key whose private half none of ENCRYPTION_KEYS opens. */
export class KeyNotReadable extends Error {
  readonly code = 'KEY_NOT_READABLE';

  constructor(kid: string) {
    super(
      `No key of ENCRYPTION_KEYS opens the signing key ${kid}. Add the one it was encrypted with at the end of the list; ` +
        'if that is lost, delete the row of signing_keys: tokens it signed are then refused.',
    );
    this.name = 'KeyNotReadable';
  }
}

export async function readKeys(db: Tx, secrets: readonly Buffer[]): Promise<SigningKey[]> {
  const rows = await db.query<Row>(
    'SELECT kid, public_key, sealed_private, signs_from FROM signing_keys ORDER BY signs_from',
  );
  return Promise.all(rows.map((row) => open(row, secrets)));
}

async function open(
  { kid, public_key, sealed_private, signs_from }: Row,
  secrets: readonly Buffer[],
): Promise<SigningKey> {
  const text = unseal(secrets, kid, sealed_private);
  if (text === undefined) throw new KeyNotReadable(kid);
  const privateKey = await importJWK(JSON.parse(text) as JWK, tokenAlgorithm);
  if (privateKey instanceof Uint8Array) throw new KeyNotReadable(kid);
  return { kid, publicKey: public_key, privateKey, signsFrom: signs_from.getTime() };
}

/** Makes a key that signs from then on. */
export async function createKey(tx: Tx, secrets: readonly Buffer[], signsFrom: number): Promise<void> {
  const pair = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const publicKey = { ...bare, kid, use: 'sig', alg: tokenAlgorithm };
  const sealed = seal(secrets, kid, JSON.stringify(await exportJWK(pair.privateKey)));
  await tx.query('INSERT INTO signing_keys (kid, public_key, sealed_private, signs_from) VALUES ($1, $2, $3, $4)', [
    kid,
    JSON.stringify(publicKey),
    sealed,
    new Date(signsFrom),
  ]);
}

export async function deleteKeys(tx: Tx, kids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM signing_keys WHERE kid = ANY ($1::text[])', [kids]);
}
