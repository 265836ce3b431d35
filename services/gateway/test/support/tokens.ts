import { randomUUID } from 'node:crypto';
import { tokenAlgorithm, tokenType } from '@spillway/chassis/auth';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface TokenOptions {
  readonly roles?: readonly string[];
  readonly issuer?: string;
  readonly audience?: string;
  /** From now, in seconds. */
  readonly expiresIn?: number;
}

/** Keys as users has them, and tokens signed with them. */
export async function tokenMint() {
  const { publicKey, privateKey } = await generateKeyPair(tokenAlgorithm);
  const kid = randomUUID();
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: tokenAlgorithm, use: 'sig' };

  const token = (userId: string, options: TokenOptions = {}): Promise<string> => {
    const {
      roles = ['customer'],
      issuer = 'urn:spillway:users',
      audience = 'urn:spillway:api',
      expiresIn = 900,
    } = options;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ roles: [...roles], sid: randomUUID() })
      .setProtectedHeader({ alg: tokenAlgorithm, typ: tokenType, kid })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt(Math.min(now, now + expiresIn - 1))
      .setExpirationTime(now + expiresIn)
      .sign(privateKey);
  };
  return { jwks: { keys: [jwk] }, kid, token };
}

export type TokenMint = Awaited<ReturnType<typeof tokenMint>>;

/** A token without a signature, as somebody would make it who hopes that nobody looks. */
export function unsigned(userId: string, roles: readonly string[]): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    sub: userId,
    roles,
    sid: 's',
    jti: 'j',
    iss: 'urn:spillway:users',
    aud: 'urn:spillway:api',
    iat: now,
    exp: now + 900,
  };
  return `${part({ alg: 'none', typ: tokenType })}.${part(claims)}.e30`;
}
