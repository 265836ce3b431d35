import { type TokenTerms, tokenAlgorithm, tokenType } from '@spillway/chassis/auth';
import { newId } from '@spillway/contracts';
import { SignJWT } from 'jose';
import type { Role } from '../domain/roles';
import type { SigningKeys } from '../keys/signing-keys';

export interface Subject {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
}

export type SignToken = (subject: Subject) => Promise<string>;

/** Signs access tokens with the key whose time it is. They carry ids and roles, nothing personal. */
export const accessTokenSigner =
  (keys: SigningKeys, { issuer, audience }: TokenTerms, lifetimeMs: number): SignToken =>
  ({ userId, sessionId, role }) => {
    const { kid, privateKey } = keys.current();
    const seconds = Math.floor(Date.now() / 1_000);
    return new SignJWT({ roles: [role], sid: sessionId })
      .setProtectedHeader({ alg: tokenAlgorithm, typ: tokenType, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setJti(newId())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetimeMs / 1_000)
      .sign(privateKey);
  };
