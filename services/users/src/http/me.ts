import { Type } from '@sinclair/typebox';
import { Problem, type Route, route } from '@spillway/chassis';
import { normalEmail } from '../domain/email';
import { changeUser, EmailTaken } from '../users/change';
import { clientAddress } from './client-address';
import { confirm } from './confirm';
import type { Deps } from './deps';
import { invalidField, sessionEnded } from './problems';
import { Email, Name, Password, Profile, profile, uncached, WebhookUrl } from './schemas';
import { sessionUser } from './session-user';

const Changes = Type.Object(
  {
    name: Type.Optional(Type.Union([Name, Type.Null()])),
    webhookUrl: Type.Optional(Type.Union([WebhookUrl, Type.Null()])),
    email: Type.Optional(Email),
    /** With the address an account is taken over: whoever holds a token for a moment must not be able to change it. */
    password: Type.Optional(Password),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description: 'What is left out stays, null takes it away; a new e-mail address needs the password',
  },
);

export function profileRoutes(deps: Deps): Route[] {
  const { db, judge, wake, webhookRefusal } = deps;

  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'The profile of whoever asks',
      secured: true,
      answers: { 200: Profile, 401: 'No valid access token' },
      handle: async ({ headers }) => {
        const { user } = await sessionUser(deps, headers);
        return { status: 200, body: profile(user), headers: uncached };
      },
    }),

    route({
      method: 'patch',
      path: '/me',
      summary: 'Change name, webhook, e-mail address',
      secured: true,
      body: Changes,
      answers: {
        200: Profile,
        401: 'No valid access token',
        403: 'The password is wrong',
        409: 'The e-mail address belongs to another account',
        429: 'Too many attempts: Retry-After',
      },
      async handle({ body: { email: text, password, name, webhookUrl }, headers, ...origin }) {
        const found = await sessionUser(deps, headers);
        const email = text === undefined ? undefined : normalEmail(text);
        if (text !== undefined) {
          if (email === undefined) throw invalidField('email', 'is not an e-mail address');
          if (password === undefined) throw invalidField('password', 'is required with an e-mail address');
          await confirm(judge, found, password, clientAddress(headers));
        }
        const refusal = typeof webhookUrl === 'string' ? await webhookRefusal(webhookUrl) : undefined;
        if (refusal !== undefined) throw invalidField('webhookUrl', refusal);
        const user = await changeUser(db, found.user.userId, { email, name, webhookUrl }, origin).catch(asProblem);
        if (user === undefined) throw sessionEnded();
        wake();
        return { status: 200, body: profile(user), headers: uncached };
      },
    }),
  ];
}

function asProblem(error: unknown): never {
  if (error instanceof EmailTaken) throw new Problem(409, 'email-taken', error.message);
  throw error;
}
