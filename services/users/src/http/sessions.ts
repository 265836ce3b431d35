import { Type } from '@sinclair/typebox';
import { type Route, route } from '@spillway/chassis';
import type { Role } from '../domain/roles';
import { endSession } from '../sessions/end';
import { login } from '../sessions/login';
import { refreshSession } from '../sessions/refresh';
import { clientAddress } from './client-address';
import type { Deps } from './deps';
import { invalidRefreshToken, wrongCredentials } from './problems';
import { Email, Password, RefreshToken, Tokens, uncached } from './schemas';

const ShownToken = Type.Object({ refreshToken: RefreshToken }, { additionalProperties: false });

export function sessionRoutes(deps: Deps): Route[] {
  const { db, sign, judge, passwords, config } = deps;
  const { accessTokenMs, sessionMs, graceMs } = config.sessions;

  const tokens = async (given: { userId: string; role: Role; sessionId: string; refreshToken: string }) => ({
    accessToken: await sign(given),
    tokenType: 'Bearer',
    expiresIn: accessTokenMs / 1_000,
    refreshToken: given.refreshToken,
  });

  return [
    route({
      method: 'post',
      path: '/sessions',
      summary: 'Log in',
      body: Type.Object({ email: Email, password: Password }, { additionalProperties: false }),
      answers: {
        201: Tokens,
        401: 'Address and password do not belong together',
        429: 'Too many attempts: Retry-After',
      },
      async handle({ body, headers }) {
        const given = await login({ db, judge, passwords, sessionMs }, { ...body, address: clientAddress(headers) });
        if (given === undefined) throw wrongCredentials();
        return { status: 201, body: await tokens({ ...given, ...given.user }), headers: uncached };
      },
    }),

    route({
      method: 'post',
      path: '/sessions/refresh',
      summary: 'New tokens for a refresh token, which is used up by that',
      body: ShownToken,
      answers: { 200: Tokens, 401: 'Unknown, expired, or used before, which ends its session' },
      async handle({ body }) {
        const given = await refreshSession(db, body.refreshToken, graceMs);
        if (given === undefined) throw invalidRefreshToken();
        return { status: 200, body: await tokens(given), headers: uncached };
      },
    }),

    route({
      method: 'post',
      path: '/sessions/logout',
      summary: 'End the session of a refresh token; an unknown one has none',
      body: ShownToken,
      answers: { 204: 'Ended' },
      async handle({ body }) {
        await endSession(db, body.refreshToken);
        return { status: 204 };
      },
    }),
  ];
}
