import { Type } from '@sinclair/typebox';
import { fromCursor, type Route, route, toCursor } from '@spillway/chassis';
import { changeUser } from '../users/change';
import { deleteUser } from '../users/delete';
import { userById, usersPage } from '../users/read';
import type { Deps } from './deps';
import { userNotFound } from './problems';
import { Profile, profile, Role, uncached } from './schemas';
import { admin } from './session-user';

const params = Type.Object({ userId: Type.String({ format: 'uuid' }) });
const refusals = { 401: 'No valid access token', 403: 'Not an admin' };

/** What admins may do about others. */
export function userRoutes(deps: Deps): Route[] {
  const { db, keyOf, wake } = deps;

  return [
    route({
      method: 'get',
      path: '/users',
      summary: 'All users, the newest first, in pages',
      secured: true,
      query: Type.Object({
        limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        cursor: Type.Optional(Type.String({ maxLength: 64 })),
      }),
      answers: {
        200: Type.Object({ users: Type.Array(Profile), nextCursor: Type.Optional(Type.String()) }),
        ...refusals,
      },
      async handle({ query: { limit, cursor }, headers }) {
        await admin(deps, headers);
        const after = cursor === undefined ? undefined : fromCursor(cursor);
        // One more than asked for tells whether there is a next page.
        const found = await usersPage(db, { limit: limit + 1, after });
        const last = found.length > limit ? found[limit - 1] : undefined;
        const users = found.slice(0, limit).map(profile);
        const next = last && { nextCursor: toCursor(last.userId) };
        return { status: 200, body: { users, ...next }, headers: uncached };
      },
    }),

    route({
      method: 'get',
      path: '/users/:userId',
      summary: 'The profile of a user',
      secured: true,
      params,
      answers: { 200: Profile, ...refusals, 404: 'No such user' },
      async handle({ params: { userId }, headers }) {
        await admin(deps, headers);
        const user = await userById(db, userId);
        if (user === undefined) throw userNotFound();
        return { status: 200, body: profile(user), headers: uncached };
      },
    }),

    route({
      method: 'put',
      path: '/users/:userId/role',
      summary: 'Give a user another role; his access tokens say so within their lifetime',
      secured: true,
      params,
      body: Type.Object({ role: Role }, { additionalProperties: false }),
      answers: { 200: Profile, ...refusals, 404: 'No such user' },
      async handle({ params: { userId }, body: { role }, headers, ...origin }) {
        await admin(deps, headers);
        const user = await changeUser(db, userId, { role }, origin);
        if (user === undefined) throw userNotFound();
        wake();
        return { status: 200, body: profile(user), headers: uncached };
      },
    }),

    route({
      method: 'delete',
      path: '/users/:userId',
      summary: 'Delete a user and all personal data, for good',
      secured: true,
      params,
      answers: { 204: 'Deleted', ...refusals, 404: 'No such user' },
      async handle({ params: { userId }, headers, ...origin }) {
        await admin(deps, headers);
        if (!(await deleteUser(db, userId, keyOf, origin))) throw userNotFound();
        wake();
        return { status: 204 };
      },
    }),
  ];
}
