import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Problem } from '../http';
import type { TokenTerms } from './config';

/** Who acts, as an access token says. */
export interface Caller {
  readonly userId: string;
  readonly roles: readonly string[];
  /** The session the token was given to; a token outlives the end of its session by its few minutes. */
  readonly sessionId: string;
  readonly tokenId: string;
}

/** The caller of a valid token. Throws a Problem (401) for any other; what kept it from finding a key is thrown on. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** The one algorithm. A token that names another, `none` included, is refused before a key is looked for. */
export const tokenAlgorithm = 'ES256';

/** RFC 9068: tells access tokens from whatever else may be signed with the same key one day. */
export const tokenType = 'at+jwt';

/** Seconds by which clocks may differ. */
const clockTolerance = 5;

export function accessTokens(keys: JWTVerifyGetKey, { issuer, audience }: TokenTerms): VerifyToken {
  const terms = {
    issuer,
    audience,
    algorithms: [tokenAlgorithm],
    typ: tokenType,
    clockTolerance,
    requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp', 'roles'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, terms);
      return callerOf(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired(error);
      throw error instanceof errors.JOSEError ? invalid(error) : error;
    }
  };
}

function callerOf({ sub, sid, jti, roles }: JWTPayload): Caller {
  if (!isText(sub) || !isText(sid) || !isText(jti) || !Array.isArray(roles) || !roles.every(isText)) {
    throw new errors.JWTInvalid('A claim has the wrong form');
  }
  return { userId: sub, roles, sessionId: sid, tokenId: jti };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const challenge = { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };

// What exactly is wrong helps nobody but who forges; the code of an expired one tells clients to refresh.
const invalid = (cause: Error) =>
  new Problem(401, 'invalid-token', 'The access token is not valid.', { ...challenge, cause });
const expired = (cause: Error) =>
  new Problem(401, 'token-expired', 'The access token has expired. Refresh it.', { ...challenge, cause });
