import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts with the first key. `name` is bound to the result: sealed under one name it opens under no other. */
export function seal(keys: readonly Buffer[], name: string, text: string): Buffer {
  const [key] = keys;
  if (key === undefined) throw new Error('There is no key to encrypt with');
  const iv = randomBytes(ivBytes);
  const encryption = createCipheriv(cipher, key, iv).setAAD(Buffer.from(name));
  return Buffer.concat([iv, encryption.update(text, 'utf8'), encryption.final(), encryption.getAuthTag()]);
}

/** Decrypts with whichever of the keys it was encrypted with; undefined where none of them is. */
export function unseal(keys: readonly Buffer[], name: string, sealed: Buffer): string | undefined {
  for (const key of keys) {
    const decryption = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
    decryption.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-tagBytes));
    try {
      return decryption.update(sealed.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decryption.final('utf8');
    } catch {
      // Another key, or not the same bytes: GCM cannot tell which, so the next key is tried.
    }
  }
  return undefined;
}
