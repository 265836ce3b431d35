import type { Env } from '../config';

/** Who writes access tokens and for whom: whoever issues and whoever verifies must be told the same. */
export interface TokenTerms {
  readonly issuer: string;
  readonly audience: string;
}

export interface AuthConfig extends TokenTerms {
  /** Where the public keys are. */
  readonly jwksUrl: string;
}

export const tokenTerms = (from: Env): TokenTerms => ({
  issuer: from.string('AUTH_ISSUER', { default: 'urn:spillway:users' }),
  audience: from.string('AUTH_AUDIENCE', { default: 'urn:spillway:api' }),
});

/** What a service needs to know that accepts access tokens of the service users. */
export const authConfig = (from: Env): AuthConfig => ({
  ...tokenTerms(from),
  jwksUrl: from.url('AUTH_JWKS_URL', { protocols: ['http', 'https'] }),
});
