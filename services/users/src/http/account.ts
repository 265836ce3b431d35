import { Type } from '@sinclair/typebox';
import { type Route, route } from '@spillway/chassis';
import { deleteUser } from '../users/delete';
import { changePassword } from '../users/password';
import { clientAddress } from './client-address';
import { confirm } from './confirm';
import type { Deps } from './deps';
import { sessionEnded, wrongPassword } from './problems';
import { NewPassword, Password } from './schemas';
import { sessionUser } from './session-user';

const answers = {
  204: 'Done',
  401: 'No valid access token',
  403: 'The password is wrong',
  429: 'Too many attempts: Retry-After',
};

export function accountRoutes(deps: Deps): Route[] {
  const { db, judge, passwords, keyOf, wake } = deps;

  return [
    route({
      method: 'put',
      path: '/me/password',
      summary: 'Change the password; all other sessions end',
      secured: true,
      body: Type.Object({ password: Password, newPassword: NewPassword }, { additionalProperties: false }),
      answers,
      async handle({ body: { password, newPassword }, headers }) {
        const found = await sessionUser(deps, headers);
        await confirm(judge, found, password, clientAddress(headers));
        const after = await passwords.hash(newPassword);
        const change = { userId: found.user.userId, before: found.passwordHash, after, keep: found.caller.sessionId };
        // Another change of it came first: the password that was given is the right one no more.
        if (!(await changePassword(db, change))) throw wrongPassword();
        return { status: 204 };
      },
    }),

    route({
      method: 'post',
      path: '/me/deletion',
      summary: 'Delete the account and all personal data, for good',
      secured: true,
      body: Type.Object({ password: Password }, { additionalProperties: false }),
      answers,
      async handle({ body: { password }, headers, ...origin }) {
        const found = await sessionUser(deps, headers);
        await confirm(judge, found, password, clientAddress(headers));
        if (!(await deleteUser(db, found.user.userId, keyOf, origin))) throw sessionEnded();
        wake();
        return { status: 204 };
      },
    }),
  ];
}
