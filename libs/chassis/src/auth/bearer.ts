import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../http';
import type { Caller, VerifyToken } from './access-token';

/** The caller of a request; throws a Problem (401) where there is none. */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller>;

const bearer = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Reads `Authorization: Bearer …` and nothing else: no cookie, no query, which other sites or logs could get hold of. */
export const bearerAuthentication =
  (verify: VerifyToken): Authenticate =>
  async ({ authorization = '' }) => {
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) {
      throw new Problem(401, 'authentication-required', 'An access token is required: Authorization: Bearer <token>.', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    return verify(token);
  };

export function requireRole({ roles }: Caller, role: string): void {
  if (!roles.includes(role)) throw new Problem(403, 'forbidden', `Only somebody with the role ${role} may do this.`);
}
