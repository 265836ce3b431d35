import { Type } from '@sinclair/typebox';
import { route } from '@spillway/chassis';
import { normalEmail } from '../domain/email';
import { register } from '../users/register';
import { clientAddress } from './client-address';
import type { Deps } from './deps';
import { invalidField } from './problems';
import { Email, Name, NewPassword } from './schemas';

/**
 * The answer and the work are the same whether the address has an account or not: one attempt counted, one hash made, one
 * transaction. Whoever owns the account logs in as before; nobody else learns from this that there is one.
 */
export const postUser = ({ db, attempts, keyOf, passwords, config, wake }: Deps) =>
  route({
    method: 'post',
    path: '/users',
    summary: 'Register; the answer does not tell whether the address has an account already',
    body: Type.Object(
      { email: Email, password: NewPassword, name: Type.Optional(Name) },
      { additionalProperties: false },
    ),
    answers: { 202: 'Taken; log in', 429: 'Too many attempts: Retry-After' },
    async handle({ body: { email: text, password, name }, headers, ...origin }) {
      const email = normalEmail(text);
      if (email === undefined) throw invalidField('email', 'is not an e-mail address');
      const address = clientAddress(headers);
      if (address !== undefined) {
        await attempts.begin([{ key: keyOf('register', address), free: config.attempts.freeRegistrations }]);
      }
      await register(db, { email, name, passwordHash: await passwords.hash(password) }, origin);
      wake();
      return { status: 202 };
    },
  });
